import { describe, expect, test } from 'vitest'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { BOUNDS } from '../../src/domain/warnings/bounds.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { tangleOf } from '../../src/domain/warnings/tangle.ts'
import { cap, read, refusal } from '../harness/cap-message.ts'
import { useScene } from '../harness/scene.ts'

type Corner = [lon: number, lat: number]

/** A polygon of CAP with these corners. */
function polygon(corners: readonly Corner[]): string {
  const pairs = corners.map(([lon, lat]) => `${lat.toFixed(5)},${lon.toFixed(5)}`)
  return `<polygon>${[...pairs, pairs[0]].join(' ')}</polygon>`
}
const over = (shapes: string) => cap({ area: `<areaDesc>a</areaDesc>${shapes}` })
/** Corners on a circle, whichever number of times round; the same every time. */
const round = (n: number, turns = 1): Corner[] =>
  Array.from({ length: n }, (_, i) => {
    const angle = (i * 2 * Math.PI * turns) / n
    return [116.7 + 0.2 * Math.cos(angle), 29 + 0.2 * Math.sin(angle)]
  })
/** Corners strewn over a square, the same every time. */
function strewn(n: number, seed = 7): Corner[] {
  let state = seed
  const next = () => {
    state = (state * 16807) % 2147483647
    return state / 2147483647
  }
  return Array.from({ length: n }, () => [116 + next(), 29 + next()])
}

describe('shapes that would cost seconds are refused by a bound that the error states', () => {
  test.each([
    [
      'a ring that crosses itself everywhere',
      () => polygon(strewn(200)),
      `in more than ${BOUNDS.selfCrossings} places`,
    ],
    ['a ring three times round', () => polygon(round(10_000, 2.9)), `in more than ${BOUNDS.selfCrossings} places`],
    ['a ring of 100,000 corners', () => polygon(round(100_000)), `at most ${BOUNDS.ringCorners} are read`],
    [
      'thousands of polygons across each other',
      () => Array.from({ length: 3_000 }, (_, i) => polygon(strewn(3, i + 1))).join(''),
      'too tangled to be united',
    ],
    ['a comb', () => polygon(round(9_000).map(([lon], i) => [lon, 29 + (i % 2) * 0.5])), 'too tangled to be united'],
    ['more shapes than are read', () => circles(10_001), 'corners'],
    ['a circle round half the earth', () => '<circle>29,116 20000</circle>', `not between 0 and ${BOUNDS.radiusKm}`],
    ['what is no number', () => '<polygon>NaN,116 29,NaN 29,117 NaN,116</polygon>', '"NaN" is not a number'],
    ['what is too large to be one', () => '<circle>29,116 1e999</circle>', 'not between 0 and'],
  ])('%s', (_, shapes, reason) => {
    expect(refusal(over(shapes()))).toContain(reason)
  })

  test('neighbours that share their borders are none of these', () => {
    const tiles = Array.from({ length: 900 }, (_, k) => {
      const [lon, lat] = [110 + (k % 30) * 0.01, 25 + Math.floor(k / 30) * 0.01]
      return polygon([
        [lon, lat],
        [lon + 0.01, lat],
        [lon + 0.01, lat + 0.01],
        [lon, lat + 0.01],
      ])
    })
    expect(read(over(tiles.join(''))).area?.coordinates).toHaveLength(900)
  })

  test('where edges meet is counted alike whatever the grid', () => {
    const star: Corner[] = [0, 2, 4, 1, 3, 0].map((n) => [Math.sin(n * 1.2566), Math.cos(n * 1.2566)])
    expect(tangleOf([star])).toMatchObject({ self: 5, between: 0 })
    const square: Corner[] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ]
    expect(tangleOf([square])).toMatchObject({ self: 0, between: 0 })
    expect(tangleOf([square, square.map(([x, y]): Corner => [x + 0.5, y + 0.5])])).toMatchObject({
      self: 0,
      between: 2,
    })
    const there: Corner[] = [...square.slice(0, 4), [0, 0.5], [-1, 0.5], [0, 0.5], [0, 0]]
    expect(tangleOf([there]).self).toBeGreaterThan(0)
  })
})

function circles(n: number): string {
  return Array.from({ length: n }, (_, i) => `<circle>29,${(100 + i / 1000).toFixed(3)} 1</circle>`).join('')
}

describe('documents', () => {
  test.each([
    ['tags', `<a>${'<b/>'.repeat(400_000)}</a>`, 'CAP_TOO_MANY_TAGS'],
    ['attributes', `<a ${'b="" '.repeat(400_000)}/>`, 'CAP_TOO_MANY_TAGS'],
    ['entities', cap({ more: `<note>${'&a;'.repeat(400_000)}</note>` }), 'CAP_TOO_MANY_TAGS'],
    ['infos', cap({ more: '<info/>'.repeat(600) }), `info is "601 of them" and should be at most ${BOUNDS.infos}`],
    [
      'references',
      cap({
        msgType: 'Update',
        references: Array.from({ length: 1_200 }, (_, i) => `a,b${i},2020-07-01T00:00:00Z`).join(' '),
      }),
      `references is "1200 of them" and should be at most ${BOUNDS.references}`,
    ],
    ['characters of an identifier', cap({ identifier: 'x'.repeat(300) }), `at most ${BOUNDS.identity} characters`],
    ['characters of a sender', cap({ sender: '洪'.repeat(300) }), `at most ${BOUNDS.identity} characters`],
  ])('with too many %s are refused', (_, text, reason) => {
    expect(refusal(text)).toContain(reason)
  })

  test('wording that is too long is cut with a note, and the warning still warns', () => {
    const headline = '洪'.repeat(BOUNDS.headline + 1)
    const info = '<category>Met</category><event>Flood</event><urgency>Immediate</urgency><severity>Minor</severity>'
    const w = read(
      cap({
        info: `${info}<certainty>Likely</certainty><headline>${headline}</headline><area><areaDesc>a</areaDesc></area>`,
      }),
    )
    expect(w.infos[0]?.headline).toHaveLength(BOUNDS.headline)
    expect(w.notes).toContain(
      `info[1]/headline has ${headline.length} characters; the first ${BOUNDS.headline} were kept`,
    )
  })

  test('hold no character that a register cannot keep', () => {
    const { warnings } = readCap(cap({ event: 'Flood &#0;&#xD800; \ud800' }))
    expect(warnings[0]?.events[0]).toBe('Flood \ufffd\ufffd \ufffd')
  })
})

describe('a message that cannot be acted on', () => {
  const scene = useScene()
  /** It asks for more levels, areas and ends than any message may: forty infos without an area of their own, over forty areas. */
  function tooMuch(): string {
    const until = (n: number) => `<expires>2020-08-01T00:00:${String(n).padStart(2, '0')}+08:00</expires>`
    const scales = '<urgency>Immediate</urgency><severity>Minor</severity><certainty>Likely</certainty>'
    const info = (rest: string) => `<info><category>Met</category><event>Flood</event>${scales}${rest}</info>`
    const placed = Array.from({ length: 40 }, (_, i) =>
      info(`<area><areaDesc>${i}</areaDesc><circle>29,${116 + i / 100} 1</circle></area>`),
    )
    const placeless = Array.from({ length: 40 }, (_, i) => info(until(i)))
    return [...placed, ...placeless].join('')
  }
  const states = async () =>
    Object.fromEntries(
      (await scene.rows<{ identifier: string; state: string }>('warning')).map((w) => [w.identifier, w.state]),
    )

  test('is set aside with its reason, and the others go on', async () => {
    const run = scene.run
    scene.run = async () => {}
    await scene.warn([1], { identifier: 'before', severity: 'Minor' })
    await scene.warn([], { identifier: 'poison', info: null, more: tooMuch() })
    await scene.warn([4], { identifier: 'after', severity: 'Minor' })
    scene.run = run
    await scene.run()
    expect(await states()).toEqual({ before: 'in-force', poison: 'set-aside', after: 'in-force' })
    const aside = await scene.rows<{ step: string; item: string; code: string }>('set_aside')
    expect(aside).toMatchObject([{ step: 'warn', code: 'CAP_BAD_VALUE', item: expect.stringMatching(/^warning /) }])
    const [kept] = await scene.rows<{ why: string; by: string }>('warning', `identifier = 'poison'`)
    expect(kept).toMatchObject({ why: 'failed', by: expect.stringContaining('at most 1000') })
    expect(scene.phones.heard.length).toBeGreaterThan(0)
  })

  test('a headline of 900 characters is not one', async () => {
    const headline = Array.from({ length: 900 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join(
      '',
    )
    const scales = '<urgency>Immediate</urgency><severity>Minor</severity><certainty>Likely</certainty>'
    const area =
      '<area><areaDesc>a</areaDesc><geocode><valueName>area</valueName><value>361128</value></geocode></area>'
    const info = `<info><category>Met</category><event>Flood</event>${scales}<headline>${headline}</headline>${area}</info>`
    await scene.warn([], { info: null, more: info })
    await scene.warn([1], { identifier: 'after', severity: 'Minor' })
    expect(await states()).toEqual({ 'W-1': 'in-force', after: 'in-force' })
  })
})

describe('a feed', () => {
  const scene = useScene()

  test('is kept as one text, each of its messages once, and one that cannot be read is refused alone', async () => {
    const entry = (text: string) => `<entry><content>${text.replace(/<\?.*\?>/, '')}</content></entry>`
    const messages = [
      ...Array.from({ length: 40 }, (_, i) => cap({ identifier: `F-${i % 30}` })),
      cap({ sender: null }),
    ]
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom">${messages.map(entry).join('')}</feed>`
    const { warnings, refused } = readCap(feed)
    expect(refused).toHaveLength(1)
    const from = { lane: 'actual', source: 'story', warnings, raw: feed }
    const first = await takeWarnings(scene.db, scene.now(), CONSOLE, from)
    expect(first.taken.filter((t) => t.taken === 'received')).toHaveLength(30)
    expect(first.taken.filter((t) => t.taken === 'duplicate')).toHaveLength(10)
    const again = await takeWarnings(scene.db, scene.now(), CONSOLE, from)
    expect(again.taken.map((t) => t.taken)).toEqual(first.taken.map(() => 'duplicate'))
    await scene.run()
    expect(await scene.rows('warning', `state = 'in-force'`)).toHaveLength(30)
    expect(await scene.rows('(select hash, length(text), 1 from warning_text) t')).toHaveLength(1)
    expect(await scene.rows('audit', `act = 'warning.take'`)).toHaveLength(30)
  })
})
