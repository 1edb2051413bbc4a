/**
 * What the page does in the browser: buttons ask for operations, and the content is fetched anew while something changes. Plain text of a
 * script, served as `page.js`: it runs in the browser, not here. Addresses stay relative (ingress), names go into JSON bodies, never into
 * addresses.
 */
export const pageScript = `'use strict';
const idlePauseMs = 15000;
const busyPauseMs = 2500;
const notice = document.getElementById('notice');
const dialPauseMs = 600;
const turns = new Map();
let noticeTimer;
let refreshTimer;

function tell(text, bad) {
  notice.textContent = text;
  notice.className = bad ? 'bad' : 'good';
  notice.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { notice.hidden = true; }, bad ? 12000 : Math.max(4000, 60 * text.length));
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
  if (now.outerHTML === fresh.outerHTML || isTurning(now)) return;
  const held = now.contains(document.activeElement) ? document.activeElement : undefined;
  now.replaceWith(document.importNode(fresh, true));
  if (held) focusTwin(held);
}

// A dial in somebody's hand stays as it is until it is let go and heard.
function isTurning(area) {
  const held = document.activeElement;
  const open = area.contains(held) && held.dataset.dial !== undefined && held.type !== 'checkbox' && held.value !== held.defaultValue;
  return open || turns.size > 0;
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

// What the operation has to say of itself is better than what the button promised; a run that failed is an answer as well.
function describe(answer, done) {
  if (answer === undefined) return { text: 'Under way', bad: false };
  const { lastAction, report, reports, syncError } = answer || {};
  const failed = [report || [], reports || []].flat().filter((run) => run.result === 'failed');
  const troubles = [syncError || [], failed].flat().map((trouble) => trouble.message);
  if (troubles.length > 0) return { text: troubles.join(' '), bad: true };
  return { text: (lastAction && lastAction.message) || (report && report.message) || done, bad: false };
}

async function tellOf(pending, done) {
  const { text, bad } = describe(await pending, done);
  tell(text, bad);
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
    await tellOf(pending, button.dataset.done);
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
// Keys and wheels turn a dial step by step: only where it comes to rest is asked for.
function turn(dial) {
  clearTimeout(turns.get(dial.id));
  turns.set(dial.id, setTimeout(() => settle(dial), dialPauseMs));
}

async function settle(dial) {
  const { dial: name, recipe } = dial.dataset;
  const mine = turns.get(dial.id);
  try {
    if (!dial.checkValidity()) throw new Error(dial.validationMessage);
    const value = dial.type === 'checkbox' ? dial.checked : Number(dial.value);
    await tellOf(ask('set-flow', { recipe, [name]: value }), 'Set');
    dial.defaultValue = dial.value;
  } catch (error) {
    dial.value = dial.defaultValue;
    dial.checked = dial.defaultChecked;
    showValue(dial);
    tell(error.message, true);
  }
  if (turns.get(dial.id) === mine) turns.delete(dial.id);
  await refresh();
}

function showValue(dial) {
  const output = document.querySelector('output[for="' + CSS.escape(dial.id) + '"]');
  if (output) output.value = dial.value + ' %';
}

document.addEventListener('input', (event) => {
  if (event.target.dataset.dial !== undefined) showValue(event.target);
});
document.addEventListener('change', async (event) => {
  if (event.target.dataset.dial !== undefined) return turn(event.target);
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
