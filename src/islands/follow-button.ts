/**
 * <follow-button>: following an author without leaving the page.
 *
 * It wraps a real form, which does the same by a full page load until this file arrives, or if it
 * never does. The server answers with the form as it stands then; nothing is decided here.
 */
class FollowButton extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("submit", (event) => void this.#follow(event));
  }

  async #follow(event: SubmitEvent): Promise<void> {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) fields.append(name, String(value));
    const answer = await fetch(form.action, {
      method: "post",
      body: fields,
      headers: { accept: "text/html; part=form" },
    });
    if (!answer.ok) return form.submit();
    this.innerHTML = await answer.text();
    this.querySelector("button")?.focus();
  }
}

customElements.define("follow-button", FollowButton);
