// What is wrong and what to do next, in words, worst first: read from what the adapter has answered.

import { brokenChain } from './certificates.js';
import { button, call, duration, link, many, number, outside, since } from './page.js';
import { beforeSwitch, troubles } from './running.js';

const ME = { by: 'your name', reason: 'why' };
const LEVELS = ['now', 'soon', 'note'];

/** Reasons of the quarantine: what they mean, and what to do. Those marked quiet hold nothing back. */
const REASONS = {
  unreadable_order: ['the order has no readable number, or its lines are no list', 'Compare the call with the settings of the dialect, mend them, then redrive.'],
  not_shown: ['the shop lists the order and answers a fault when it is asked for it', 'Open the order in the shop, then redrive.'],
  kept_back: ['news of the monolith about an order with lines of both, which cannot name its own lines', 'Do in the shop by hand what it says of the monolith\'s lines, then discard it.'],
  no_lines: ['the order has no lines and is not cancelled', 'See whether order.lines finds them in the call.'],
  return_without_order: ['a return that names no order', 'Book it by hand, then discard it.', 'quiet'],
  not_stock: ['postage, discounts, services: no goods', 'Nothing, if they are none. Otherwise mend not-stock, then redrive.', 'quiet'],
  parts_not_shown: ['a bundle without its parts', 'Have the shop show the parts, then redrive.'],
  unreadable_sku: ['the SKU is missing, too long or has control characters', 'Mend the SKU in the shop or the setting line.sku, then redrive.'],
  unreadable_item_id: ['the item id is missing or cannot be read', 'Mend the setting line.id, then redrive.'],
  duplicate_line: ['two lines of an order have the same identity', 'See whether line-ids should be item-id, then redrive.'],
  unreadable_quantity: ['the quantity is no whole number', 'Mend it where it was written, then redrive or discard.'],
  zero_quantity: ['nothing was ordered', 'Discard it, if that is what was meant.'],
  negative_quantity: ['less than nothing was ordered, or is in stock', 'Find out what was meant; then redrive or discard.'],
  already_despatched: ['a line that is despatched is now shown otherwise', 'Settle it with the customer, then discard it.', 'quiet'],
  unreadable_batchref: ['the reference of a batch cannot be read', 'Mend the setting of the dialect, then redrive.'],
  unreadable_eta: ['the day of a batch is none', 'Mend the setting of the dialect, then redrive.'],
  unknown_batch: ['a change of a batch that nobody has created', 'Import the opening stock or wait for the batch, then redrive.'],
  batch_exists: ['a batch is created again with something else in it', 'Find out which is right; then discard.'],
  other_sku: ['a change of a batch names another SKU', 'Find out which is right; then discard.'],
  product_id: ['the product is named by an id that nobody here knows', 'See the setting numeric-skus, then redrive.'],
  unknown_stock_call: ['a call looks like one about stock and is not understood', 'Add it to the dialect, then redrive.'],
};

export const reason = code => REASONS[code] ?? [code.replaceAll('_', ' '), 'Look at an entry.'];

const entries = code => `quarantine?reason=${encodeURIComponent(code)}`;
const feedPath = (way, name, what) => `${way}/${encodeURIComponent(name)}/${what}`;

/** All of them; each is {level, what, next}, the latter two lists of texts and elements. */
export function findings({ now, restored, cutOvers, halt, chain, pending, unconfirmed, doubts, toGiveBack, oversold, pulling, pushing, waiting, shadow, leaks, reconciliation, unanswered }) {
  return [
    ...missing(now), ...older(restored), ...brokenChain(chain), ...troubles(cutOvers, halt, restored), ...unsent(unconfirmed), ...inDoubt(doubts), ...pulls(pulling), ...pushes(pushing),
    ...held(unconfirmed), ...setAside(toGiveBack), ...stillCounted(pending, cutOvers), ...lacking(oversold), ...leaked(leaks), ...differing(reconciliation), ...shadowless(shadow), ...quarantined(waiting), ...unexpected(now), ...silent(unanswered),
  ].sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level));
}

function missing(now) {
  return (now?.missing ?? []).map(({ name, means, next }) => ({ level: 'now',
    what: [outside(means || `${name} is missing.`)], next: [outside(next), ' ', link('desk/now', 'What is missing')] }));
}

function older(restored) {
  if (!restored?.skus) return [];
  const { skus, revision } = restored;
  return [{ level: 'now', what: [`allocation-service knows newer routes of ${many(skus, 'SKU', 'SKUs')} than this database, as after a restore of it. Nothing that is first seen is decided: such orders are answered fault -32500 and have to be sent again.`],
    next: ['Find out whether the database was restored, then adopt what allocation-service knows. ', button('adopt', 'routes', 'Adopt …'), ' ', link('strangling/restored', 'The SKUs')] }];
}

const AT_LEAST = 1000;
const counted = (count, one, more) => count > AT_LEAST ? `More than ${number(AT_LEAST)} ${more}` : many(count, one, more);

function unsent(unconfirmed) {
  // Commands are confirmed within a second; what is left by a crash is sent again after half a minute.
  if (!unconfirmed?.oldest || Date.now() - Date.parse(unconfirmed.oldest) < 90_000) return [];
  const { orders, batches, oldest } = unconfirmed;
  return [{ level: 'now', what: [`${counted(orders, 'order', 'orders')} and ${counted(batches, 'batch', 'batches').toLowerCase()} have commands that the broker has not confirmed; the oldest changed `, since(oldest), '.'],
    next: ['If the broker is there, look at its queue allocation.commands and the adapter’s log. They are sent again by themselves. ', link('desk/now', 'What is missing')] }];
}

function inDoubt(doubts) {
  if (!doubts?.doubts) return [];
  const [first] = doubts.orders;
  return [{ level: 'now', what: [`${many(doubts.doubts, 'order', 'orders')} went to the monolith and got no answer, the first `, since(first.since), '. Nobody knows whether the monolith has them.'],
    next: ['The shop sends them again, and an answer settles it. For what it has given up on, look in the monolith, then say true or false. The first one: ',
      settle(first.shop, first.number), ' ', link('#doubts', 'All doubts')] }];
}

export const settle = (shop, order) =>
  call('POST', `strangling/doubts/${encodeURIComponent(shop)}/${encodeURIComponent(order)}`, { monolith_has_it: true, ...ME });

const LATE_SECONDS = 15 * 60;

function pulls(pulling) {
  return (pulling?.feeds ?? []).flatMap(feed => {
    const found = [];
    if (feed.paused) {
      found.push({ level: 'soon', what: ['Feed ', outside(feed.feed), ' is paused: no orders come in from the shop.'],
        next: ['When that is no longer wanted: ', call('POST', feedPath('pulling', feed.feed, 'resume'))] });
    } else if (feed.failedFor) {
      found.push({ level: feed.failures > 2 ? 'now' : 'soon', what: ['Feed ', outside(feed.feed), ` does not come further; ${many(feed.failures, 'try', 'tries')} failed: `, outside(feed.failedFor)],
        next: ['It is tried again by itself. See whether the shop answers and the key is right; then: ', call('POST', feedPath('pulling', feed.feed, 'run'))] });
    } else if (feed.lagSeconds > LATE_SECONDS) {
      found.push({ level: 'soon', what: ['Feed ', outside(feed.feed), ` is behind: its last complete round began ${duration(feed.lagSeconds)} ago.`],
        next: [feed.running ? `A round is under way (${number(feed.done)} of ${number(feed.listed)}). ` : '', link('pulling', 'Status')] });
    }
    if (feed.comparison?.failedFor) {
      found.push({ level: 'soon', what: ['The comparison of all orders of feed ', outside(feed.feed), ' fails: ', outside(feed.comparison.failedFor)], next: ['It is tried again by itself. ', link('pulling', 'Status')] });
    }
    if (feed.ahead?.orders > 0) {
      found.push({ level: 'soon', what: [`${many(feed.ahead.orders, 'order', 'orders')} of feed `, outside(feed.feed), ' have dates ahead of the clock.'], next: ['Compare the clocks of shop and adapter. ', link('pulling', 'Status')] });
    }
    return found;
  });
}

function pushes(pushing) {
  return (pushing?.shops ?? []).flatMap(push => {
    const found = [];
    if (push.paused) {
      found.push({ level: 'soon', what: ['Shop ', outside(push.shop), ' is paused: it is sent no stock and sells by old figures.'],
        next: ['When that is no longer wanted: ', call('POST', feedPath('pushing', push.shop, 'resume'))] });
    } else if (push.failedFor) {
      found.push({ level: push.failures > 2 ? 'now' : 'soon', what: ['Shop ', outside(push.shop), ' cannot be sent its stock and order states: ', outside(push.failedFor)],
        next: ['It is tried again by itself. Until then the shop sells by old figures: see whether it answers. ', link('pushing', 'Status')] });
    } else if (push.lagSeconds > LATE_SECONDS) {
      found.push({ level: 'soon', what: ['Shop ', outside(push.shop), ` is behind: its last complete round began ${duration(push.lagSeconds)} ago.`], next: [link('pushing', 'Status')] });
    }
    if (push.comparisonFailedFor) {
      found.push({ level: 'soon', what: ['Shop ', outside(push.shop), ' could not list its figures: ', outside(push.comparisonFailedFor)], next: [call('POST', feedPath('pushing', push.shop, 'compare'))] });
    }
    if (push.refused > 0) {
      found.push({ level: 'soon', what: ['Shop ', outside(push.shop), ` has refused ${many(push.refused, 'update', 'updates')} since the adapter began.`],
        next: ['The log says which SKUs. Once they are mended: ', call('POST', feedPath('pushing', push.shop, 'compare'))] });
    }
    return found;
  });
}

function held(unconfirmed) {
  if (!unconfirmed?.held) return [];
  return [{ level: 'soon', what: [`${counted(unconfirmed.held, 'order is', 'orders are')} held back: a line waits in quarantine, and the shop’s other lines wait with it.`],
    next: ['Redrive or discard what waits. ', link('#quarantine', 'Quarantine')] }];
}

function setAside(toGiveBack) {
  const [first] = toGiveBack?.batches ?? [];
  if (!first) return [];
  return [{ level: 'soon', what: [`The monolith keeps units of ${many(toGiveBack.batches.length, 'SKU', 'SKUs')} for lines of ours that do not need them any more, so nobody sells them.`],
    next: ['Have it give them back, then say how many. The first one: ', number(first.units), ' of ', outside(first.sku), ' ',
      call('POST', `stock/to-give-back/${encodeURIComponent(first.batchref)}`, { units: first.units, givenBackBefore: first.givenBackBefore, ...ME }), ' ', link('stock/to-give-back', 'All of them')] }];
}

/** While a rollback waits for just that, it says so itself; goods that have left are told by the next figure. */
function stillCounted(pending, cutOvers) {
  const told = (pending?.batches ?? []).filter(each => each.told);
  if (told.length === 0 || beforeSwitch(cutOvers?.cut_overs).length > 0) return [];
  const [first] = told;
  return [{ level: 'soon', what: [`It is not known whether the monolith has set units of ${many(told.length, 'SKU', 'SKUs')} aside that a rollback told it of. The first one: `, number(first.units), ' of ', outside(first.sku), `; its figure is ${number(first.figure)}. Until it is known, a sale through another door is taken for them.`],
    next: ['Its next figure shows it. Otherwise look there, then say whether it has (counted_out true or false): ',
      call('POST', `stock/pending/${encodeURIComponent(first.batchref)}`, { counted_out: true, units: first.units, figure: first.figure, ...ME }), ' ', link('stock/pending', 'All of them')] }];
}

function lacking(oversold) {
  const [first] = oversold?.batches ?? [];
  if (!first) return [];
  return [{ level: 'soon', what: [`Of ${many(oversold.batches.length, 'SKU', 'SKUs')} the monolith has promised units to others, or lacks them, although they have left for lines of ours. The first one: `, number(first.units), ' of ', outside(first.sku), '.'],
    next: ['Have them bought, or cancel in the monolith what it cannot deliver. Its next figure ends this. ', link('stock/oversold', 'All of them')] }];
}

function leaked(leaks) {
  if (!leaks?.unsettled_units) return [];
  const { unsettled_units: units, unsettled_skus: skus } = leaks;
  return [{ level: 'soon', what: [`${many(units, 'unit', 'units')} of ${many(skus, 'SKU', 'SKUs')} of ours left the monolith’s figures by another door: somebody sells them there.`],
    next: ['Ask what happened to them, then settle each. ', link('#leaks', 'Leaks')] }];
}

function differing(reconciliation) {
  if (!reconciliation?.counts) return [];
  const { counts, units } = reconciliation;
  return [{ level: 'soon', what: [`List, ledger and allocation-service have not the same of ${many(counts, 'figure', 'figures')}; ${many(units, 'unit is', 'units are')} at risk.`],
    next: ['Make a plan, read it, and have it applied. ', link('#reconciliation', 'Stock that differs')] }];
}

function shadowless(shadow) {
  if (!shadow?.configured) return [];
  const { refused, connected, skus } = shadow;
  const found = [];
  if (refused) {
    found.push({ level: 'soon', what: ['The shadow is never fed: ', outside(refused), '.'], next: ['Mend the setting it names, and begin the adapter again. ', link('#parity', 'Parity')] });
  } else if (!connected) {
    found.push({ level: 'soon', what: ['This instance is not connected to the shadow: nothing is compared. Orders go on as ever.'], next: ['See whether its broker and its allocation-service run. What it has missed waits. ', link('#parity', 'Parity')] });
  }
  if (skus.lost > 0) {
    found.push({ level: 'soon', what: [`${many(skus.lost, 'SKU is', 'SKUs are')} lost in shadow: what it decides of them does not count.`], next: ['Mend the cause, then shadow the wave once more. ', link('#parity', 'Each with why')] });
  }
  return found;
}

function quarantined(waiting) {
  return (waiting ?? []).filter(each => each.count > 0).map(({ code, count, oldest }) => {
    const [says, todo, quiet] = reason(code);
    return { level: quiet ? 'note' : 'soon', what: [`${many(count, 'entry waits', 'entries wait')} in quarantine: ${says}. The oldest came `, since(oldest), '.'],
      next: [`${todo} `, link(entries(code), 'Entries'), ' ', quiet ? '' : call('POST', `quarantine/redrive?reason=${encodeURIComponent(code)}`, ME)] };
  });
}

function unexpected(now) {
  return (now?.defects ?? []).map(({ work, count }) => ({ level: 'soon',
    what: [`${many(count, 'defect', 'defects')} in the work `, outside(work), ' since this instance began. The work goes on.'],
    next: ['Somebody should read the adapter’s log and report it. ', link('desk/now', 'Counted here')] }));
}

function silent(unanswered) {
  return unanswered.map(({ path, why }) => ({ level: 'soon', what: [`GET /${path} is not answered: `, outside(why), '. What this page shows of it is old.'],
    next: [link(path, 'Ask it')] }));
}
