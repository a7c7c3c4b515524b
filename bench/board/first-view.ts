import type { CountySite } from './county-site.ts'

/** As much slower than this machine's as a cheap laptop's processor is. */
const SLOWED = 4
const LOOKS = 5
/** The library that draws the map: the one large part, told apart from what is ours. */
const MAP_LIBRARY = /\/maplibre-gl[^/]*\.m?js$/

/** Milliseconds from the beginning of a visit. */
interface Times {
  /** The map can be read: its areas, dams and places are drawn by their states, with the share of each area. */
  usefulMs: number
  /** The map can be moved, its legend has counted what is in sight, and what to do next stands beside it. */
  wholeMs: number
}

/** First visits: bytes of script that came over the wire, and how long they took, slowed and not. */
export interface FirstView {
  script: number
  mapLibrary: number
  slow: Times
  quick: Times
  looks: number
}

/** First visits to the picture of the county with an empty cache, on a processor slowed down; the middle one of several. */
export async function measureFirstView(site: CountySite): Promise<FirstView> {
  // The first of all pays for what the server makes once, such as its first tiles.
  await look(site, 1)
  const slow = []
  const quick = []
  for (let i = 0; i < LOOKS; i++) {
    slow.push(await look(site, SLOWED))
    quick.push(await look(site, 1))
  }
  const { script, mapLibrary } = slow[0] as (typeof slow)[0]
  return { script, mapLibrary, slow: middle(slow), quick: middle(quick), looks: LOOKS }
}

function middle(looks: Times[]): Times {
  const of = (what: keyof Times) =>
    looks.map((l) => l[what]).sort((a, b) => a - b)[Math.floor(looks.length / 2)] as number
  return { usefulMs: of('usefulMs'), wholeMs: of('wholeMs') }
}

/** A context of its own has a cache of its own. */
async function look({ browser, base, lane }: CountySite, slowed: number) {
  // The page lets nothing be evaluated in it, which is how one waits for something in every frame.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true })
  try {
    await context.addInitScript("localStorage.setItem('muster.tour', 'seen')")
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowed })
    const scripts = new Map<string, string>()
    const came = { script: 0, mapLibrary: 0 }
    devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (type === 'Script' || /\.m?js$/.test(response.url)) scripts.set(requestId, response.url)
    })
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const url = scripts.get(requestId)
      if (url) came[MAP_LIBRARY.test(url) ? 'mapLibrary' : 'script'] += encodedDataLength
    })
    await page.goto(`${base}/?lane=${lane}`, { waitUntil: 'commit' })
    const seen = (what: string) => page.waitForFunction(what, null, { polling: 'raf', timeout: 120_000 })
    const [useful, whole] = await Promise.all([seen(DRAWN), seen(COUNTED)])
    return {
      ...came,
      usefulMs: (await useful.jsonValue()) as number,
      wholeMs: (await whole.jsonValue()) as number,
    }
  } finally {
    await context.close()
  }
}

/** Milliseconds since the visit began, once a cell of the legend holds a number and the list of what to do next a row. */
const COUNTED = `(() => {
  const legend = document.querySelector('[aria-label="Legend"]')
  const cells = legend ? [...legend.querySelectorAll('td')] : []
  const counted = cells.some((cell) => /^\\d/.test(cell.textContent ?? ''))
  return counted && document.querySelector('[data-tour=next] li') !== null && performance.now()
})()`

/** The same once the first sight of the map has been drawn, or the map itself, where that was there before it. */
const DRAWN = `(document.querySelector('canvas[data-sight=drawn]') !== null && performance.now()) || ${COUNTED}`
