// The dialog in which somebody says who does something and why, and only then confirms it.

import { myName } from './me.js';
import { h, outside } from './page.js';

const WHO = 'desk-who';
const TEXT = { pattern: '.*\\S.*', title: 'Up to 500 characters', maxlength: 500 };

const REASON = { name: 'reason', label: 'Why?', ...TEXT };

/** Who does it, and why: the adapter's log keeps both. Whoever has logged in is known. */
export const SIGNED = () => myName() === undefined ? [{ name: 'by', label: 'Who are you?', autocomplete: 'name', ...TEXT }, REASON] : [REASON];

const dialog = document.getElementById('dialog');
const part = name => dialog.querySelector(`.${name}`);
const form = dialog.querySelector('form');

let task = null;
let opener = '';
/** What follows a deed, when the dialog has closed. */
let follow = null;
/** What was typed into a dialog that was closed, by its key. */
const drafts = new Map();

const remembered = () => { try { return sessionStorage.getItem(WHO) ?? ''; } catch { return ''; } };
const remember = who => { try { sessionStorage.setItem(WHO, who); } catch { /* Then it is typed again. */ } };

/**
 * Opens it. A task has a key, a title, a verb for its button, and
 * look: asked now and each time somebody looks again; {said, content, accepts, ready}, with accepts a list of {name, number, words} to be ticked;
 * fields: what is to be written, by default who and why; each may have choices, a value, or required: false;
 * act: given all that was written and the numbers accepted; it may throw a Refusal;
 * done: given its answer, when it is closed.
 */
export function open(next) {
  // Who is quick opens it again before the event of its closing has come.
  if (task !== null || follow !== null) closed();
  task = { fields: SIGNED(), ...next };
  opener = document.activeElement?.dataset?.key ?? '';
  part('title').textContent = task.title;
  part('confirm').textContent = task.verb;
  part('again').hidden = task.look === undefined || task.still === true;
  part('content').replaceChildren();
  part('accepts').replaceChildren();
  const draft = drafts.get(task.key) ?? {};
  part('fields').replaceChildren(...task.fields.map(field => input(field, draft[field.name] ?? field.value ?? (field.name === 'by' ? remembered() : ''))));
  alarm();
  say('');
  dialog.showModal();
  dialog.scrollTop = 0;
  part('title').focus();
  look();
}

function input({ name, label, hint, rows, choices, value: _, ...attributes }, value) {
  const id = `field-${name}`;
  const described = hint === undefined ? {} : { 'aria-describedby': `${id}-hint` };
  const control = h(choices !== undefined ? 'select' : rows === undefined ? 'input' : 'textarea',
    { id, name, rows, required: true, autocomplete: 'off', spellcheck: name === 'reason' ? 'true' : 'false', ...described, ...attributes },
    choices?.map(each => h('option', { value: each }, each)));
  control.value = choices === undefined || choices.includes(value) ? value : choices[0];
  control.addEventListener('input', () => { control.setCustomValidity(''); control.removeAttribute('aria-invalid'); });
  return h('div', { class: 'field' }, h('label', { for: id }, label), hint && h('p', { class: 'quiet', id: `${id}-hint` }, hint), control);
}

const say = text => { part('said').textContent = text; };

/** What went wrong; nothing when nothing did. */
function alarm(...words) {
  part('alarm').replaceChildren(...words);
  part('alarm').hidden = words.length === 0;
}

/** Whether it is being asked: then nothing is to be pressed. */
function busy(is) {
  part('confirm').disabled = is || part('deed').hidden;
  part('again').disabled = is;
  dialog.toggleAttribute('aria-busy', is);
}

async function look() {
  const looked = task;
  if (looked.look === undefined) return;
  say('Looking …');
  busy(true);
  let found;
  try {
    found = await looked.look();
  } catch (failure) {
    if (looked !== task) return;
    alarm('It could not be looked at: ', outside(failure.message), '. Nothing was begun. Look again in a moment.');
    found = { said: 'Nothing is known now.', content: [], ready: false };
  }
  if (looked !== task) return;
  say(found.said);
  part('content').replaceChildren(...[found.content ?? []].flat(2).filter(Boolean));
  part('accepts').replaceChildren(...ticks(found.accepts ?? []));
  part('deed').hidden = found.ready === false;
  part('confirm').hidden = found.ready === false;
  busy(false);
}

/** What was ticked stays ticked as long as the number is the same. */
function ticks(accepts) {
  const ticked = new Set([...part('accepts').querySelectorAll('input:checked')].map(box => `${box.name} ${box.value}`));
  return accepts.map(({ name, number, words }) => h('label', { class: 'accept' },
    h('input', { type: 'checkbox', name, value: String(number), required: true, checked: ticked.has(`${name} ${number}`) }), h('span', {}, words)));
}

function written() {
  const typed = Object.fromEntries(task.fields.map(({ name }) => [name, form.elements[name].value]));
  const accepted = Object.fromEntries([...part('accepts').querySelectorAll('input:checked')].map(box => [box.name, Number(box.value)]));
  return { typed, accepted };
}

async function confirm() {
  const doing = task;
  const { typed, accepted } = written();
  alarm();
  say('Sending …');
  busy(true);
  let answer;
  try {
    answer = await doing.act(typed, accepted);
  } catch (failure) {
    if (doing === task) await refused(failure);
    return;
  }
  drafts.delete(doing.key);
  if (typed.by) remember(typed.by);
  if (doing !== task) return;
  task = null;
  follow = () => doing.done?.(answer);
  dialog.close();
}

/** What was written stays; what has changed is looked at anew, so that nobody confirms what is no longer so. */
async function refused(failure) {
  const { status, problem = {} } = failure;
  say('');
  busy(false);
  const field = problem.field !== undefined && form.elements[problem.field];
  if (status === 400 && field) {
    field.setAttribute('aria-invalid', 'true');
    field.setCustomValidity(failure.message);
    alarm('It was not done: ', outside(failure.message), '.');
    field.reportValidity();
    return;
  }
  const words = outside(failure.message);
  if (status === undefined) alarm('Nobody has answered (', words, '). It may have been done all the same: see what is under way before you try again.');
  else if (status === 409) alarm('It was not done: ', words, '. What you have written is kept', task.still ? '.' : '; this is how it is now.');
  else alarm('It was not done: ', words, `. That is the adapter’s answer ${status}; what you have written is kept. Try again in a moment.`);
  if (task.look) await look();
  part('alarm').scrollIntoView({ block: 'nearest' });
}

form.addEventListener('submit', event => {
  event.preventDefault();
  if (!part('confirm').disabled) confirm();
});
part('again').addEventListener('click', () => { alarm(); look(); });
part('leave').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', () => { if (!dialog.open) closed(); });

function closed() {
  if (task) drafts.set(task.key, written().typed);
  task = null;
  // The page may have been drawn anew behind it.
  [...document.querySelectorAll('[data-key]')].find(each => each.dataset.key === opener)?.focus();
  const followed = follow;
  follow = null;
  followed?.();
}
