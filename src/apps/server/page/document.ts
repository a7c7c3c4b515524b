import { ACTUAL } from '../../../domain/audit/model.ts'
import { moment } from './format.ts'
import { type Html, html } from './html.ts'
import { areaName, link } from './naming.ts'
import { below, callouts, campaigns, figures, gaps, rules, type Shown, warnings } from './sections.ts'
import type { Asked, Status } from './view.ts'
import { type Lang, say } from './words.ts'

/** The whole page. */
export function statusDocument(status: Status): string {
  const { asked } = status
  if (status.picture === null)
    return page(asked, say('title', asked.lang), status.roots.length > 0 ? choose(status) : empty(status))
  const shown: Shown = { ...status, picture: status.picture }
  const name = areaName(status.picture.path.at(-1), asked.lang)
  const parts = [campaigns, gaps, callouts, rules, below, warnings].map((part) => part(shown))
  return page(
    asked,
    name,
    html`${way(shown)}${lanes(shown)}<h1>${name}</h1>${figures(shown)}<div class="cards">${parts}</div>${foot(status)}`,
  )
}

/** A fault as a page, for those who came by a link. */
export function faultDocument(asked: Asked, says: string, advice: string): string {
  const back = html`<p><a href="${link(asked, { node: undefined, lane: ACTUAL })}">${say('toTop', asked.lang)}</a></p>`
  return page(asked, says, html`<h1>${says}</h1><p class="lead">${advice}</p>${back}`)
}

function page(asked: Asked, title: string, body: Html): string {
  const { lang } = asked
  const languages: [Lang, string, string][] = [
    ['en', 'English', 'en'],
    ['zh', '中文', 'zh-Hans'],
  ]
  const choices = languages.map(
    ([code, name, tag]) =>
      html`<a href="${link(asked, { lang: code })}" lang="${tag}" hreflang="${tag}"${code === lang ? html` aria-current="true"` : null}>${name}</a>`,
  )
  return html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-Hans' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title} · Muster</title>
<link rel="stylesheet" href="/status.css"><link rel="icon" href="/status.svg"><script src="/status.js" defer></script></head>
<body><a class="skip" href="#picture">${say('skip', lang)}</a>
<header><p class="mark"><a href="${link(asked, { node: undefined })}">Muster</a> <span class="quiet">${say('about', lang)}</span></p>
<nav aria-label="${say('language', lang)}" class="choices">${choices}</nav></header>
<p id="lost" role="status" data-says="${say('lost', lang)}"></p>
<main id="picture" tabindex="-1">${body}</main></body></html>
`.html
}

function way({ picture, asked }: Shown): Html | null {
  const above = picture.path.slice(0, -1)
  if (above.length === 0) return null
  return html`<nav aria-label="${say('where', asked.lang)}" class="way"><ol>${above.map(
    (area) => html`<li><a href="${link(asked, { node: area.code })}">${areaName(area, asked.lang)}</a></li>`,
  )}</ol></nav>`
}

/** Real life and the exercises that there are here. An exercise says so in a banner, so that nobody takes it for the truth. */
function lanes({ picture, asked }: Shown): Html | null {
  const { lane, lang } = asked
  const there = [...new Set([ACTUAL, ...picture.board.lanes, lane])]
  const name = (one: string) =>
    one === ACTUAL
      ? say('actual', lang)
      : one === 'exercise'
        ? say('exercise', lang)
        : `${say('exercise', lang)} ${one}`
  const banner = lane === ACTUAL ? null : html`<p class="banner">${say('isExercise', lang)}</p>`
  if (there.length === 1) return banner
  const links = there.map(
    (one) =>
      html`<a href="${link(asked, { lane: one })}"${one === lane ? html` aria-current="true"` : null}>${name(one)}</a>`,
  )
  return html`<nav aria-label="${say('lanes', lang)}" class="choices">${links}</nav>${banner}`
}

function empty({ asked, ...status }: Status): Html {
  const { lang } = asked
  return html`<h1>${say('emptyTitle', lang)}</h1><p class="lead">${say('emptyText', lang)}</p>
    <p><code>npm run exercise</code></p>${foot({ asked, ...status })}`
}

function choose(status: Extract<Status, { picture: null }>): Html {
  const { asked, roots } = status
  const items = roots.map(
    (area) => html`<li><a href="${link(asked, { node: area.code })}">${areaName(area, asked.lang)}</a></li>`,
  )
  return html`<h1>${say('choose', asked.lang)}</h1><ul class="rows">${items}</ul>${foot(status)}`
}

function foot({
  asked: { lang },
  now,
  offset,
  engine,
  oldestDue,
}: Pick<Status, 'asked' | 'now' | 'offset' | 'engine' | 'oldestDue'>): Html {
  const work =
    oldestDue === null
      ? html`${say('upToDate', lang)}`
      : html`${say('behind', lang)} ${moment(oldestDue, now, offset, lang)}`
  return html`<footer><p>${say('asOf', lang)} ${moment(now, now, offset, lang)} · ${work}</p>
    <p>${say('engine', lang)}: ${say(engine, lang)} · <a href="/api/openapi.json">${say('api', lang)}</a></p></footer>`
}
