// Making elements. Whatever comes from outside gets into the page as text alone, never as HTML.

import { mayDo, myName } from './me.js';

export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(2).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

/** A name from outside: its direction of writing changes nothing around it. */
export const outside = text => h('bdi', {}, String(text));

export const number = value => Number(value).toLocaleString('en');

export const many = (count, one, more) => `${number(count)} ${count === 1 ? one : more}`;

export function duration(seconds) {
  const steps = [[86400, 'day'], [3600, 'hour'], [60, 'minute'], [1, 'second']];
  const [size, name] = steps.find(([each]) => seconds >= each * 2) ?? steps[3];
  return many(Math.max(0, Math.floor(seconds / size)), name, `${name}s`);
}

/** A time, and how long ago that is; it is kept current by tick(). */
export function since(instant) {
  if (!instant) return '';
  return h('time', { datetime: instant, title: new Date(instant).toLocaleString('en-GB') }, ago(instant));
}

const ago = instant => {
  const seconds = (Date.now() - Date.parse(instant)) / 1000;
  return seconds < 0 ? `in ${duration(-seconds)}` : `${duration(seconds)} ago`;
};

export function tick() {
  for (const time of document.querySelectorAll('time[datetime]')) {
    const text = ago(time.dateTime);
    if (time.textContent !== text) time.textContent = text;
  }
}

export function bar(share, label) {
  const filled = h('span');
  filled.style.width = `${100 * share}%`;
  return h('span', { class: 'bar', role: 'img', 'aria-label': label }, filled);
}

/** columns: [title, row => content, 'number' for figures]; the first one names the row. */
export function table(caption, columns, rows) {
  const cell = (row, [title, content, kind], at) =>
    h(at === 0 ? 'th' : 'td',
      { scope: at === 0 ? 'row' : undefined, role: at === 0 ? 'rowheader' : 'cell', class: kind, 'data-column': title },
      h('div', {}, content(row)));
  return h('div', { class: 'table' },
    h('table', { role: 'table' },
      h('caption', {}, caption),
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
        columns.map(([title, , kind]) => h('th', { scope: 'col', role: 'columnheader', class: kind }, title)))),
      h('tbody', { role: 'rowgroup' },
        rows.map(row => h('tr', { role: 'row' }, columns.map((column, at) => cell(row, column, at)))))));
}

export const link = (path, text) => h('a', { href: path }, text);

/** A button that does something: see the deeds. There is none for whoever may not do it. */
export const button = (deed, of, text, attributes = {}) => mayDo(deed) &&
  h('button', { type: 'button', 'data-deed': deed, 'data-of': of, 'data-key': `${deed} ${of}`, ...attributes }, text);

/** A table of which the first rows are shown; its caption says how many there are. */
export function cut(rows, most, caption, columns) {
  const shown = rows.slice(0, most);
  return table(shown.length < rows.length ? `${caption} (the first ${number(most)} of ${number(rows.length)})` : `${caption} (${number(rows.length)})`, columns, shown);
}

/** The exact call, to be copied into a shell; a quote in a name cannot end the shell's. */
export function call(method, path, body) {
  const address = new URL(path, document.baseURI).href.replaceAll("'", '%27');
  const json = body ? ` -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'` : '';
  const token = myName() === undefined ? '' : ' -H "Authorization: Bearer $TOKEN"';
  return h('code', {}, `curl -X ${method} '${address}'${token}${json}`);
}

/** Puts new content into a section; the keyboard stays where it was. */
export function put(place, ...content) {
  const key = place.contains(document.activeElement) && document.activeElement.dataset.key;
  place.replaceChildren(...content.flat(3).filter(Boolean));
  if (key) [...place.querySelectorAll('[data-key]')].find(each => each.dataset.key === key)?.focus();
}
