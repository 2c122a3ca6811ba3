/** The head of every page: the site's name, where one can go, and the reader's own menu. */
import { isStaff, type Viewer } from "../viewer.ts";
import { Avatar } from "./avatar.tsx";
import { authorUrl, PLACES, pictureUrl, signInUrl } from "./places.ts";
import { PostForm } from "./post-form.tsx";

export interface MastheadProps {
  siteName: string;
  viewer: Viewer | null;
  path: string;
}

export function Masthead({ siteName, viewer, path }: MastheadProps) {
  return (
    <header class="masthead sheet">
      <a class="wordmark" href={PLACES.home} aria-label={`${siteName}, home`}>
        {siteName}
      </a>
      <nav aria-label="Site">
        <ul>
          <Place href={PLACES.home} label="Home" path={path} />
          {viewer && <Place href={PLACES.following} label="Following" path={path} />}
          <Place href={PLACES.topics} label="Topics" path={path} />
        </ul>
      </nav>
      <div class="own">
        {viewer ? <Own viewer={viewer} path={path} /> : <Visitor path={path} />}
      </div>
    </header>
  );
}

function Visitor({ path }: { path: string }) {
  return (
    <ul>
      <Place href={signInUrl(path)} label="Sign in" path={path} />
      <Place href={PLACES.membership} label="Become a member" path={path} />
    </ul>
  );
}

function Own({ viewer, path }: { viewer: Viewer; path: string }) {
  const { name, pictureKey, isMember, isPartner } = viewer;
  return (
    <>
      <PostForm action={PLACES.stories} csrf={viewer.csrf} look="bare">
        <button type="submit">Write</button>
      </PostForm>
      <details class="menu">
        <summary>
          <span class="name">{name}</span>
          <Avatar name={name} src={pictureKey && pictureUrl(pictureKey)} />
        </summary>
        <div class="panel">
          <ul>
            <Place href={authorUrl(viewer.handle)} label="Your page" path={path} />
            <Place href={PLACES.stories} label="Your stories" path={path} />
            {isPartner && <Place href={PLACES.statements} label="Earnings" path={path} />}
            {!isPartner && <Place href={PLACES.partner} label="Partner Program" path={path} />}
            <Place
              href={PLACES.membership}
              label={isMember ? "Membership" : "Become a member"}
              path={path}
            />
            <Place href={PLACES.account} label="Account" path={path} />
            {isStaff(viewer) && <Place href={PLACES.desk} label="Desk" path={path} />}
            <li>
              <PostForm action={PLACES.signOut} csrf={viewer.csrf} look="bare">
                <button type="submit">Sign out</button>
              </PostForm>
            </li>
          </ul>
        </div>
      </details>
    </>
  );
}

function Place({ href, label, path }: { href: string; label: string; path: string }) {
  return (
    <li>
      <a href={href} aria-current={href === path ? "page" : undefined}>
        {label}
      </a>
    </li>
  );
}
