/** The headers that every answer carries. */

/** Only ourselves, no inline script or style: a cached page needs no nonce. */
const contentSecurityPolicy = (formTargets: readonly string[]) =>
  [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    ["form-action 'self'", ...formTargets].join(" "),
    "frame-ancestors 'none'",
  ].join("; ");

/** `formTargets`: where a form of ours may end besides here, as its answer leads on to a bank's page. */
export function securityHeaders(formTargets: readonly string[]): Record<string, string> {
  return { ...SECURITY_HEADERS, "content-security-policy": contentSecurityPolicy(formTargets) };
}

export const SECURITY_HEADERS: Record<string, string> = {
  "content-security-policy": contentSecurityPolicy([]),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Sent to browsers that came by https only. */
export const STRICT_TRANSPORT = "max-age=31536000; includeSubDomains";
