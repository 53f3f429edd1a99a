// The certificates of switches: a chain, each with a text for people.

import { h, link, many, number, outside, since, table } from './page.js';

/** Whether the chain is whole, in words. */
export function chainWords(chain) {
  if (chain === undefined) return '';
  return chain.whole
    ? chain.certificates === 0 ? 'There is no certificate yet: the first switch writes one.' : `The chain is whole: ${many(chain.certificates, 'certificate', 'certificates')}, each with the hash of the one before.`
    : `The chain is broken at certificate ${number(chain.broken_at)}: ${chain.why}.`;
}

export function certificateTable({ certificates, next }) {
  return certificates.length === 0 ? [] : table(next === undefined ? many(certificates.length, 'certificate', 'certificates') : `The last ${certificates.length} certificates`, [
    ['Certificate', each => h('a', { href: `#certificate=${each.id}`, 'data-key': `certificate ${each.id}`, title: 'Read it' }, `${each.id}`)],
    ['Wave', each => outside(each.wave)],
    ['What', each => each.direction === 'roll_back' ? 'rolled back' : 'cut over'],
    ['SKUs', each => number(each.lists.skus.rows), 'number'],
    ['When', each => since(each.at)],
    ['Asked for by', each => outside(each.by)],
    ['Hash', each => h('code', {}, `${each.hash.slice(0, 16)}…`)],
  ], certificates);
}

export const certificateText = (id, text) => [
  h('pre', { tabindex: '0', 'aria-label': `Text of certificate ${id}` }, text),
  h('p', {}, link(`strangling/certificates/${id}`, 'As JSON'), ' · ', link('#certificates', 'Close')),
];

/** A chain that is not whole is the first thing to know. */
export const brokenChain = chain => chain === undefined || chain.whole ? []
  : [{ level: 'now', what: ['The chain of certificates is broken at number ', number(chain.broken_at), ': ', outside(chain.why), '.'],
    next: ['Somebody has changed the database by hand, or a part of it was restored. Keep it as it is, and compare with a backup. ', link('strangling/certificates/verify', 'What was found')] }];
