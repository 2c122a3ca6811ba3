/**
 * <clap-button>: clapping without leaving the page.
 *
 * It wraps a real form, which does the same by a full page load until this file arrives, or if it
 * never does. The server answers with the form anew; nothing is counted here.
 */
class ClapButton extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("submit", (event) => void this.#clap(event));
  }

  async #clap(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const pressed = event.submitter as HTMLButtonElement | null;
    const answer = await fetch(form.action, {
      method: "post",
      body: new URLSearchParams(new FormData(form, pressed) as unknown as Record<string, string>),
      headers: { accept: "text/html; part=form" },
    });
    if (!answer.ok) return form.submit();
    this.innerHTML = await answer.text();
    const name = pressed?.name === "undo" ? "more" : pressed?.name;
    // At the most claps the pressed button is no longer there to be pressed.
    const again = this.querySelector<HTMLButtonElement>(`button[name="${name}"]:enabled`);
    (again ?? this.querySelector<HTMLButtonElement>("button:enabled"))?.focus();
  }
}

customElements.define("clap-button", ClapButton);
