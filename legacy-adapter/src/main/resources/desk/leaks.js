// Leaks: units of SKUs that are ours, which the monolith has sold through another door.

import { button, h, link, many, number, outside, since, table } from './page.js';

const explained = ({ told, placed, served }) => [
  told > 0 && `${many(told, 'unit', 'units')} it was told of`,
  placed > 0 && `${number(placed)} its own lines have taken`,
  served > 0 && `${number(served)} its lines that waited`].filter(Boolean).join(', ') || 'nothing';

/** Those that nobody has settled. */
export function leaks({ leaks: found, unsettled_units: units, unsettled_skus: skus, next }) {
  const all = h('p', { class: 'quiet' }, link('strangling/leaks', 'All leaks, settled ones too'));
  if (found.length === 0) return [h('p', {}, 'No leak waits for anybody.'), all];
  return [
    h('p', {}, h('b', {}, `${many(units, 'unit', 'units')} of ${many(skus, 'SKU', 'SKUs')} left by another door.`), ' Nothing is sold twice by it: our stock fell with the figure. But somebody sells there what is ours.'),
    table(next === undefined ? many(found.length, 'leak that nobody has settled', 'leaks that nobody has settled') : `The latest ${number(found.length)} that nobody has settled`, [
      ['SKU', each => outside(each.sku)],
      ['Units', each => number(each.units), 'number'],
      ['When', each => since(each.at)],
      ['Its figure', each => `${number(each.figure_before)} → ${number(each.figure)}`, 'number'],
      ['Of the fall is explained', explained],
      ['Wave', each => outside(each.wave)],
      ['Source', each => outside(each.source)],
      ['What you can do', each => button('settle-leak', String(each.id), 'Settle it …', { 'aria-label': `Settle the leak of ${each.sku} …` })],
    ], found),
    all,
  ];
}
