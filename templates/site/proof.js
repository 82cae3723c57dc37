// Solves the challenge of a crowded sign-up form, and sends the form. Only that form asks for this file; without it, waiting does.
const box = document.getElementById('proof');
const form = box.closest('form');
const button = form.querySelector('button:not([name])');
const said = box.querySelector('[role=status]');
const { challenge, working, ready, done, failed } = box.dataset;

/** Derivations under way at once: a browser spreads them over its threads. */
const AT_ONCE = 8;

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The key for a counter: PBKDF2 of the nonce with the counter behind it, four bytes, the highest first. */
async function deriveKey({ nonce, salt, cost, keyLength }, counter) {
  const start = bytesOf(nonce);
  const password = new Uint8Array(start.length + 4);
  password.set(start);
  new DataView(password.buffer).setUint32(start.length, counter);
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const rule = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations: cost };
  return hexOf(new Uint8Array(await crypto.subtle.deriveBits(rule, key, keyLength * 8)));
}

async function solve(parameters) {
  for (let first = 0; ; first += AT_ONCE) {
    const counters = Array.from({ length: AT_ONCE }, (_, i) => first + i);
    const keys = await Promise.all(counters.map((counter) => deriveKey(parameters, counter)));
    const found = keys.findIndex((key) => key.startsWith(parameters.keyPrefix));
    if (found >= 0) return { counter: first + found, derivedKey: keys[found] };
  }
}

let touched = false;
form.addEventListener('input', () => {
  touched = true;
});

async function prove() {
  const posed = JSON.parse(challenge);
  const solution = await solve(posed.parameters);
  form.elements.proof.value = JSON.stringify({ challenge: posed, solution });
  button.disabled = false;
  // Who has begun to change something sends it when it is right; so does who was asked before, which the page says by no `done`.
  const waits = touched || done === '';
  said.textContent = waits ? ready : done;
  if (!waits) form.requestSubmit(button);
}

const slow = box.querySelector('.slow-way');
button.disabled = true;
slow.hidden = true;
said.textContent = working;
prove().catch(() => {
  // Browsers have no crypto.subtle where a page came without TLS.
  button.disabled = false;
  slow.hidden = false;
  said.textContent = failed;
});
