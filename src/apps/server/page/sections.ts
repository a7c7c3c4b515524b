import type { CountedCallout } from '../../../domain/callouts/read.ts'
import type { Counts } from '../../../domain/gaps/counts.ts'
import type { Gap } from '../../../domain/gaps/model.ts'
import type { KeptWarning } from '../../../domain/warnings/store.ts'
import { bar, moment, number, percent } from './format.ts'
import { type Html, html } from './html.ts'
import { areaName, kindName, levelOf, link, playbookTitle, ruleTitle, word } from './naming.ts'
import type { Picture, Status } from './view.ts'
import { isWord, say } from './words.ts'

/** The parts of an area's page, each from the picture alone. */
export interface Shown extends Extract<Status, { picture: Picture }> {}

const section = (id: string, title: string, body: Html): Html =>
  html`<section class="card" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>`

/** Each requirement once: there, said yes, named, too few, nobody. */
const held = (c: Counts) => {
  const named = c.required - c.unheld
  const [there, yes] = [Math.min(c.arrived, named), Math.min(c.agreed, named)]
  return bar(
    [
      { kind: 'there', n: there },
      { kind: 'agreed', n: yes - there },
      { kind: 'held', n: named - yes },
      { kind: 'few', n: c.unheld - c.nobody },
      { kind: 'unheld', n: c.nobody },
    ],
    c.required,
  )
}

/** How sure it is that what is required is done, by kind of place, the worst first. */
export function figures({ picture, asked: { lang } }: Shown): Html {
  const { board, hazards } = picture
  const stand =
    hazards > 0 ? html`<p class="bad">${say('hazards', lang)}: <strong>${number(hazards, lang)}</strong></p>` : null
  if (board.total.kinds.length === 0) return html`<p class="lead">${say('nothingRequired', lang)}</p>${stand}`
  return html`${stand}${board.total.kinds.map((c) => {
    const of = (n: number, m: number) =>
      html`${percent(n / m)} <small>${lang === 'zh' ? `${number(m, lang)}项中${number(n, lang)}项` : `${number(n, lang)} of ${number(m, lang)}`}</small>`
    const figure = (kind: string, name: string, value: Html | string) =>
      html`<div class="figure ${kind}"><dt>${name}</dt><dd>${value}</dd></div>`
    const few = c.unheld - c.nobody
    return html`<h2>${kindName(picture, c.kind, lang)}</h2><dl class="figures">
    ${figure('', say('named', lang), of(c.required - c.unheld, c.required))}
    ${figure('', say('saidYes', lang), of(c.agreed, c.required))}
    ${figure('', say('there', lang), of(c.arrived, c.required))}
    ${c.expected > 0 ? figure('', say('heardInTime', lang), of(c.heard, c.expected)) : null}
    ${figure(c.nobody > 0 ? 'bad' : '', say('nobody', lang), number(c.nobody, lang))}
    ${figure(few > 0 ? 'bad' : '', say('few', lang), number(few, lang))}
    ${figure(c.late > 0 ? 'slow' : '', say('late', lang), number(c.late, lang))}
  </dl>${held(c)}`
  })}`
}

/** What the one number of a campaign is of. */
function worstName(picture: Picture, c: Picture['campaigns'][number], lang: Shown['asked']['lang']): string {
  return kindName(picture, c.kinds[0]?.kind ?? '', lang)
}

export function campaigns({ picture, asked, now, offset }: Shown): Html {
  const { lang } = asked
  const items = picture.campaigns.map((c) => {
    const level = levelOf(picture, c.playbook, c.level, lang)
    return html`<li><span><svg class="chip" viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="3"
      fill="${level.colour}"/></svg> <strong>${playbookTitle(picture, c.playbook, lang)}, ${level.title}</strong>
      <a href="${link(asked, { node: c.district })}">${areaName(picture.areas.get(c.district), lang)}</a>
      <span class="quiet">${say('since', lang)} ${moment(c.starts, now, offset, lang)}</span></span>
      ${c.share === null ? null : html`<span class="detail">${worstName(picture, c, lang)} ${say('named', lang)} ${percent(c.share)}</span>`}</li>`
  })
  const none = html`<p>${say('noCampaigns', lang)}</p><p class="quiet">${say('tryIt', lang)} <code>npm run exercise</code></p>`
  return section('campaigns', say('inForce', lang), items.length > 0 ? html`<ul class="rows">${items}</ul>` : none)
}

export function rules({ picture, asked: { lang } }: Shown): Html | null {
  const required = picture.board.rules.filter((r) => r.required > 0)
  if (required.length === 0) return null
  return section(
    'rules',
    say('rules', lang),
    counted(
      say('rule', lang),
      required.map((r) => ({
        ...r,
        name: html`${ruleTitle(picture, r.playbook, r.rule, lang)}`,
      })),
      lang,
    ),
  )
}

export function below({ picture, asked }: Shown): Html | null {
  const { lang } = asked
  if (picture.board.below.length === 0) return null
  return section(
    'below',
    say('below', lang),
    counted(
      say('area', lang),
      picture.board.below.map((n) => ({
        ...n,
        name: html`<a href="${link(asked, { node: n.node })}">${areaName(picture.areas.get(n.node), lang)}</a>`,
      })),
      lang,
    ),
  )
}

function counted(first: string, lines: (Omit<Counts, 'name'> & { name: Html })[], lang: Shown['asked']['lang']): Html {
  const cell = (n: number, kind: string) => html`<td class="number ${n > 0 ? kind : 'quiet'}">${number(n, lang)}</td>`
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${first}"><table>
    <thead><tr><th scope="col">${first}</th><th scope="col" class="number">${say('required', lang)}</th>
      <th scope="col" class="number">${say('unheld', lang)}</th><th scope="col" class="number">${say('late', lang)}</th></tr></thead>
    <tbody>${lines.map(
      (line) => html`<tr><th scope="row">${line.name}${line.required > 0 ? held(line) : null}</th>
      ${cell(line.required, '')}${cell(line.unheld, 'bad')}${cell(line.late, 'slow')}</tr>`,
    )}</tbody></table></div>`
}

export function gaps(shown: Shown): Html | null {
  const {
    picture: { board },
    asked: { lang },
  } = shown
  const open = board.total.unheld + board.total.late
  if (board.total.required === 0) return null
  const above = open > 0 && board.gaps.length === 0
  const body =
    open === 0
      ? html`<p>${say('noGaps', lang)}</p>`
      : above
        ? html`<p>${say('gapsAbove', lang)}</p>`
        : html`<ul class="rows">${board.gaps.map((gap) => gapRow(shown, gap))}</ul>`
  return section('gaps', say('gaps', lang), body)
}

function gapRow({ picture, asked: { lang }, now, offset }: Shown, gap: Gap): Html {
  const playbook = picture.board.campaigns.find((c) => c.id === gap.campaign)?.playbook ?? ''
  const few =
    gap.held === 0
      ? say('nobody', lang)
      : lang === 'zh'
        ? `${gap.needed}人中已指派${gap.held}人`
        : `${gap.held} of ${gap.needed} named`
  const marks = [
    gap.kinds.includes('unheld') ? html`<span class="bad">${few}</span> · ` : null,
    gap.kinds.includes('late') ? html`<span class="slow">${say('notHeard', lang)}</span> · ` : null,
  ]
  return html`<li><span><strong>${gap.place}</strong> ${word(picture, playbook, gap.rule, gap.role, lang)}
    <span class="quiet">${areaName(picture.areas.get(gap.area), lang)}</span></span>
    <span class="detail">${marks}<span class="quiet">${say('since', lang)} ${moment(gap.since, now, offset, lang)}</span></span></li>`
}

export function callouts(shown: Shown): Html {
  const {
    picture,
    asked: { lang },
  } = shown
  const body =
    picture.callouts.length > 0
      ? picture.callouts.map((c) => calloutRow(shown, c))
      : html`<p>${say('noCallouts', lang)}</p>`
  return section('callouts', say('callouts', lang), html`${body}`)
}

function calloutRow({ asked: { lang }, now, offset }: Shown, { counts: c, startedAt, endedAt }: CountedCallout): Html {
  // Told apart for the bar: who arrived has accepted, who accepted was heard. Somebody may come round after declining.
  const coming = Math.max(0, c.accepted - c.arrived)
  const heard = Math.max(0, c.acknowledged - c.accepted - c.declined)
  const declined = Math.min(c.declined, Math.max(0, c.acknowledged - c.accepted))
  const silent = Math.max(0, c.called - c.acknowledged)
  const parts = [
    { kind: 'arrived', n: c.arrived },
    { kind: 'coming', n: coming },
    { kind: 'heard', n: heard },
    { kind: 'declined', n: declined },
    { kind: 'silent', n: silent },
  ] as const
  const { '5': m5, '15': m15, '30': m30 } = c.answeredWithin
  return html`<div class="callout"><p><strong>${moment(startedAt, now, offset, lang)}</strong>
    <span class="number">${number(c.called, lang)}</span> ${say('called', lang)}
    <span class="quiet">${endedAt === null ? say('calling', lang) : html`${say('ended', lang)} ${moment(endedAt, now, offset, lang)}`}</span>
    ${c.stoodDown > 0 ? html`<span class="quiet">${number(c.stoodDown, lang)} ${say('stoodDown', lang)}</span>` : null}</p>
    ${bar(parts, c.called)}
    <ul class="legend">${parts
      .filter((p) => p.n > 0)
      .map(
        ({ kind, n }) =>
          html`<li><svg class="chip" viewBox="0 0 12 12" aria-hidden="true"><rect class="${kind}" width="12" height="12" rx="3"/></svg>${number(n, lang)} ${say(kind, lang)}</li>`,
      )}</ul>
    <p class="quiet">${say('within', lang)}: ${[m5, m15, m30].map((n) => number(n, lang)).join(' · ')}</p></div>`
}

export function warnings(shown: Shown): Html {
  const {
    picture,
    asked: { lang },
    now,
    offset,
  } = shown
  const items = picture.warnings.map(
    (kept) => html`<li><span><strong>${headline(kept, lang)}</strong>
    <span class="quiet">${say(kept.warning.severity ?? 'Unknown', lang)}</span></span>
    <span class="detail">${standing(shown, kept)}
    <span class="quiet">${moment(kept.warning.sent, now, offset, lang)}</span></span></li>`,
  )
  const body = items.length > 0 ? html`<ul class="rows">${items}</ul>` : html`<p>${say('noWarnings', lang)}</p>`
  return section('warnings', say('warnings', lang), body)
}

/** What became of a warning; of one in force, until when. */
function standing({ asked: { lang }, now, offset }: Shown, { state, why, warning: { expires } }: KeptWarning): Html {
  const lost = why === 'no-area' || why === 'no-place' ? ` · ${say('touchesNothing', lang)}` : ''
  const told = `${isWord(state) ? say(state, lang) : state}${lost}`
  if (state !== 'in-force') return html`${told}`
  if (expires === null) return html`${told}, ${say('untilCancelled', lang)}`
  return html`${told} ${say('until', lang)} ${moment(expires, now, offset, lang)}`
}

/** The headline in the reader's language, else in the first that there is; else what it is about. */
function headline({ warning }: KeptWarning, lang: string): string {
  const told = Object.entries(warning.headlines)
  const own = told.find(([language]) => language.toLowerCase().startsWith(lang))
  return (own ?? told[0])?.[1] ?? warning.events[0] ?? warning.identifier
}
