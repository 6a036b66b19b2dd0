// Passkeys need a script: the browser asks the authenticator. The answer goes
// to the server in an ordinary form.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// What the server sends as text, the browser wants as bytes.
function readable(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (key[list]) key[list] = key[list].map((c) => ({ ...c, id: bytes(c.id) }));
  }
  return { publicKey: key };
}

// And the other way round.
function answer(credential) {
  const { response } = credential;
  const out = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) out[part] = text(response[part]);
  }
  if (response.getTransports) out.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response: out,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function perform(form) {
  const reply = await fetch(form.dataset.start, { method: "POST" });
  if (reply.redirected) {
    location.href = reply.url; // to sign in again
    return;
  }
  if (!reply.ok) throw new Error(`${reply.status}`);
  const { ticket, code, options } = await reply.json();
  const credential = await navigator.credentials[form.dataset.passkey](readable(options));
  form.elements.ticket.value = ticket;
  form.elements.code.value = code;
  form.elements.answer.value = answer(credential);
  form.submit();
}

if (window.PublicKeyCredential) {
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-passkey-failed]");
    const button = form.querySelector("button");
    form.hidden = false;
    form.addEventListener("submit", async (e) => {
      const name = form.elements.name;
      if (name && !name.value.trim()) return; // the server says what is missing
      e.preventDefault();
      failed.hidden = true;
      button.disabled = true;
      try {
        await perform(form);
      } catch {
        failed.hidden = false;
      }
      button.disabled = false;
    });
  }
}
