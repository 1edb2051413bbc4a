/**
 * What the page does in the browser: buttons ask for operations, and the content is fetched anew while something changes. Plain text of a
 * script, served as `page.js`: it runs in the browser, not here. Addresses stay relative (ingress), names go into JSON bodies, never into
 * addresses.
 */
export const pageScript = `'use strict';
const idlePauseMs = 15000;
const busyPauseMs = 2500;
const notice = document.getElementById('notice');
let noticeTimer;
let refreshTimer;

function tell(text, bad) {
  notice.textContent = text;
  notice.className = bad ? 'bad' : 'good';
  notice.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { notice.hidden = true; }, bad ? 12000 : 4000);
}

async function ask(operation, input) {
  const response = await fetch('api/operations/' + operation, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Prefer: 'respond-async, wait=2' },
    body: JSON.stringify(input),
  });
  const answer = await response.json().catch(() => undefined);
  if (!response.ok) {
    const error = answer && answer.error;
    throw new Error(error ? [error.message, error.hint].filter(Boolean).join(' ') : 'Harmoniq answered with status ' + response.status + '.');
  }
  return response.status === 202 ? undefined : answer;
}

function swap(id, next) {
  const now = document.getElementById(id);
  const fresh = next.getElementById(id);
  if (!now || !fresh) return;
  for (const open of now.querySelectorAll('details[open]')) {
    const twin = fresh.querySelector('#' + CSS.escape(open.id));
    if (twin) twin.open = true;
  }
  if (now.outerHTML === fresh.outerHTML) return;
  const held = now.contains(document.activeElement) ? document.activeElement : undefined;
  now.replaceWith(document.importNode(fresh, true));
  if (held) focusTwin(held);
}

function focusTwin(held) {
  const marks = ['id', 'data-operation', 'data-recipe', 'data-window'].filter((mark) => held.hasAttribute(mark));
  if (marks.length === 0) return;
  const twin = document.querySelector(marks.map((mark) => '[' + mark + '="' + CSS.escape(held.getAttribute(mark)) + '"]').join(''));
  if (twin) twin.focus();
}

async function refresh() {
  clearTimeout(refreshTimer);
  try {
    if (!document.hidden) {
      const response = await fetch('./', { headers: { Accept: 'text/html' } });
      if (!response.ok) throw new Error('status ' + response.status);
      const next = new DOMParser().parseFromString(await response.text(), 'text/html');
      swap('header', next);
      swap('content', next);
      document.body.classList.remove('lost');
    }
  } catch {
    document.body.classList.add('lost');
  }
  const busy = document.querySelector('.pill.busy') !== null;
  refreshTimer = setTimeout(refresh, busy ? busyPauseMs : idlePauseMs);
}

async function press(button) {
  const { recipe, window: chosen, apply } = button.dataset;
  const input = recipe ? { recipe } : {};
  if (chosen !== undefined) input.window = chosen === '' ? null : chosen;
  if (apply === 'false') input.apply = false;
  // A disabled button loses the focus, and with it whoever chooses by keyboard; a choice may be made anew at once.
  button.disabled = chosen === undefined;
  try {
    const pending = ask(button.dataset.operation, input);
    setTimeout(refresh, 300);
    tell((await pending) === undefined ? 'Under way' : button.dataset.done);
  } catch (error) {
    tell(error.message, true);
  }
  button.disabled = false;
  await refresh();
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-operation]');
  if (button) press(button);
});
document.addEventListener('change', async (event) => {
  if (event.target.dataset.operation !== 'set-schedule') return;
  const enabled = event.target.checked;
  try {
    await ask('set-schedule', { enabled });
    tell(enabled ? 'Schedule is on' : 'Schedule is off');
  } catch (error) {
    tell(error.message, true);
  }
  await refresh();
});
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
refreshTimer = setTimeout(refresh, busyPauseMs);
`;
