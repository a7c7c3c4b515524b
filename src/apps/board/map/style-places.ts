import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { STATE_ORDER } from '../ui/state-order.ts'
import { GLYPHS } from './glyphs.ts'
import { RING_PARTS } from './images.ts'
import type { Palette } from './palette.ts'
import { byState, expr, FONT, growing, SOURCE, type Stop, type Wish } from './style-parts.ts'

/** Places that people are brought to or that are watched: drawn by a sign, with a switch of their own. */
export const SITES = ['shelter', 'gate', 'checkpoint']

/** By what the number in a ring is shortened. */
export const SHORT = { en: { of: 1_000, word: 'k' }, zh: { of: 10_000, word: '万' } } as const

/** From which zoom a place is drawn as a plate with the sign of its kind, and not as a dot. */
export const PLATES_FROM = { sites: 10, others: 13 }

/** How large signs are by zoom: a part of what they are from near. */
export const SIGN_SIZE: Stop[] = [
  [8, 0.72],
  [14, 1],
]
/** Rings are hardly smaller from afar, for there is a number in them; its size in pixels, in rings of up to 100, 1,000, and more. */
export const RING_SIZE = 0.92
export const RING_TEXT = [10.5, 11, 11] as const

/** What is there is drawn, whatever it covers: only names give way to one another. */
const always = {
  'icon-allow-overlap': true,
  'icon-ignore-placement': true,
  'icon-size': growing(...SIGN_SIZE),
} as const
const many = expr('has', 'n')
const isSite = expr('in', ['get', 'kind'], ['literal', SITES])
const own = { source: SOURCE, 'source-layer': 'places' } as const

/**
 * Places one by one, or many together as a ring of their shares. What is unmet is drawn last, so that it is never under
 * what is met, and by a sign; what is met is a dot by itself, of which the renderer draws ten thousand without effort.
 */
export function placeLayers({ palette, lang, shown }: Wish): LayerSpecification[] {
  const { scheme, land, text, accent } = palette
  const places = { visibility: shown.has('places') ? 'visible' : 'none' } as const
  const plated = expr(
    'any',
    ['all', isSite, ['>=', ['zoom'], PLATES_FROM.sites]],
    ['all', ['in', ['get', 'kind'], ['literal', Object.keys(GLYPHS)]], ['>=', ['zoom'], PLATES_FROM.others]],
  )
  const met = ['in', ['get', 'state'], ['literal', ['held', 'agreed', 'there', 'free']]]
  const wanted = ['any', ['all', isSite, shown.has('sites')], ['all', ['!', isSite], shown.has('places')]]
  const by = (...all: unknown[]) => expr('all', ['!', many], ...all)
  const gravity = byState((s) => STATE_ORDER.length - STATE_ORDER.indexOf(s))
  return [
    {
      ...own,
      id: 'place-hover',
      type: 'circle',
      paint: {
        'circle-radius': 13,
        'circle-color': accent,
        'circle-opacity': ['case', ['boolean', ['feature-state', 'hover'], false], 0.4, 0],
      },
    },
    {
      ...own,
      id: 'dots',
      type: 'circle',
      filter: by(['!', plated], met, wanted),
      paint: {
        // What nothing is required of is a speck: it is there, and asks for nothing.
        'circle-radius': expr(
          'interpolate',
          ['linear'],
          ['zoom'],
          ...[8, byState((s) => (s === 'free' ? 1.2 : 2.2))],
          ...[13, byState((s) => (s === 'free' ? 2.4 : 3.4))],
          ...[16, 4.5],
        ),
        'circle-color': byState((state) => palette[state]),
        'circle-stroke-color': land,
        'circle-stroke-width': 0.8,
      },
    },
    {
      ...own,
      id: 'clusters',
      type: 'symbol',
      filter: many,
      layout: {
        ...places,
        'icon-image': ringImage(scheme),
        ...always,
        'icon-size': RING_SIZE,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
        'text-field': shortNumber(lang),
        'text-font': FONT,
        'text-size': ['step', ['get', 'n'], RING_TEXT[0], 100, RING_TEXT[1], 1000, RING_TEXT[2]],
        'symbol-sort-key': ['+', ['get', 'unheld'], ['get', 'few']],
      },
      paint: { 'text-color': text },
    },
    {
      ...own,
      id: 'signs',
      type: 'symbol',
      filter: by(['!', plated], ['!', met], wanted),
      layout: { ...always, 'icon-image': ['concat', `${scheme}/dot/`, ['get', 'state']], 'symbol-sort-key': gravity },
    },
    {
      ...own,
      id: 'plates',
      type: 'symbol',
      filter: by(plated, wanted),
      layout: {
        ...always,
        'icon-image': ['concat', `${scheme}/site/`, ['get', 'kind'], '/', ['get', 'state']],
        'symbol-sort-key': gravity,
      },
    },
    {
      ...own,
      id: 'place-names',
      type: 'symbol',
      minzoom: 14,
      // A village's name is its area's, which is written in the reader's language.
      filter: by(wanted, ['!=', ['get', 'kind'], 'village']),
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 11,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 1.3,
        'text-max-width': 12,
        'symbol-sort-key': ['-', 0, gravity],
      },
      paint: { 'text-color': text, 'text-halo-color': land, 'text-halo-width': 1.4 },
    },
  ]
}

/** Those on duty, where they were last heard of; many of them together by their number. */
export function peopleLayers({ scheme, text, land }: Palette): LayerSpecification[] {
  const count = expr('case', many, ['to-string', ['get', 'n']], '')
  return [
    {
      id: 'people',
      source: SOURCE,
      'source-layer': 'people',
      type: 'symbol',
      layout: {
        'icon-image': `${scheme}/person`,
        ...always,
        'text-field': ['step', ['zoom'], count, 13, ['coalesce', ['get', 'name'], count]],
        'text-font': FONT,
        'text-size': 11,
        'text-anchor': 'top',
        'text-offset': [0, 0.9],
        'text-optional': true,
      },
      paint: { 'text-color': text, 'text-halo-color': land, 'text-halo-width': 1.4 },
    },
  ]
}

/** `theme/ring/size/parts…`: each state that is there at all has one part at least, so that one among a thousand shows. */
function ringImage(scheme: string): ExpressionSpecification {
  const parts = STATE_ORDER.flatMap((state) => {
    const n = ['coalesce', ['get', state], 0]
    const share = ['round', ['/', ['*', RING_PARTS, n], ['get', 'n']]]
    return ['/', ['to-string', ['case', ['>', n, 0], ['max', 1, share], 0]]]
  })
  const size = ['step', ['get', 'n'], '24', 100, '28', 1000, '34']
  return expr('concat', `${scheme}/ring/`, size, ...parts)
}

/** As short as a ring has room for: 1.2k, 12k, 1.2万. */
function shortNumber(lang: Wish['lang']): ExpressionSpecification {
  const n = ['get', 'n']
  const { of, word } = SHORT[lang]
  const tenths = ['/', ['round', ['/', n, of / 10]], 10]
  const parts = ['case', ['>=', n, 10 * of], ['round', ['/', n, of]], tenths]
  return expr('case', ['>=', n, of], ['concat', ['to-string', parts], word], ['to-string', n])
}
