import type { Figure, Measured } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import { withCountySite } from './county-site.ts'
import { type FirstView, measureFirstView } from './first-view.ts'
import { measurePanning } from './panning.ts'

const KILO = 1000

/** What is seen in a browser: the first visit, and panning. All of one run, for the county takes minutes to make. */
export function browsingOfTheCounty(): Figure[] {
  const runs = new WeakMap<Kit, Promise<{ first: FirstView; panning: Measured }>>()
  const runOf = (kit: Kit) => {
    const run =
      runs.get(kit) ??
      withCountySite(kit, async (site) => {
        kit.tell('first visits')
        const first = await measureFirstView(site)
        kit.tell('panning')
        return { first, panning: await measurePanning(site) }
      })
    runs.set(kit, run)
    return run
  }
  return [
    {
      figure: 'first view, cold cache: script sent (compressed), map library aside',
      unit: 'KB',
      aim: 450,
      async measure(kit) {
        const { script, mapLibrary } = (await runOf(kit)).first
        const [value, bare] = [script / KILO, mapLibrary / KILO]
        const against = {
          what: 'the map library, sent the same way',
          value: bare,
          unit: 'KB',
          ratio: value / bare,
        } as const
        return { value, against, sizes: { kilobyte: KILO } }
      },
    },
    {
      figure: 'first view, cold cache: time to useful map on 4 × slowed CPU',
      unit: 's',
      aim: 3,
      async measure(kit) {
        const { slow, quick, looks } = (await runOf(kit)).first
        const [value, bare] = [slow.usefulMs / 1000, quick.usefulMs / 1000]
        const against = {
          what: 'the same without slowing it down',
          value: bare,
          unit: 's',
          ratio: value / bare,
        } as const
        const sizes = { looks, wholeS: slow.wholeMs / 1000, wholeUnslowedS: quick.wholeMs / 1000 }
        return { value, against, sizes }
      },
    },
    {
      figure: 'panning over 300,000 places on a software renderer: longest frame by scripts',
      unit: 'ms',
      aim: 250,
      measure: async (kit) => (await runOf(kit)).panning,
    },
  ]
}
