import { SegmentedControl } from '@mantine/core'
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { SubjectShape } from '../../client/subjects.ts'
import { MOST_WAYS, usePlanPicture } from '../api/proposals.ts'
import mapClasses from '../map/map.module.css'
import { fit, startOf } from '../map/use-following.ts'
import { useMap } from '../map/use-map.ts'
import { useMapStyle, usePalette } from '../map/use-style.ts'
import type { Layer } from '../map/view.ts'
import { Empty } from '../ui/empty.tsx'
import { Faulty } from '../ui/faulty.tsx'
import { Loading } from '../ui/loading.tsx'
import { StateMark } from '../ui/state.tsx'
import { useTerms } from '../ui/terms.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { boxOfWays, type PlannedWay, shapesOf, WAYS, type With, wayLayers } from './plan-ways.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

/** What lies under the ways: enough to know where one is. */
const UNDER: ReadonlySet<Layer> = new Set(['dams', 'zones'])
const ALL = ''

/** A plan on the map: who goes from where to where, and who is there without it. The same stands line by line below. */
export function PlanMap({ subject: { district, id } }: { subject: SubjectShape }) {
  const { say } = useWords()
  const format = useFormat()
  const terms = useTerms()
  const query = usePlanPicture(district, id)
  const [shown, setShown] = useState<With>('with')
  const [rule, setRule] = useState(ALL)
  const lines = query.data?.lines ?? []
  const rules = [...new Set(lines.map((l) => l.rule))]
  const ways = useMemo(() => lines.filter((l) => rule === ALL || l.rule === rule), [lines, rule])
  if (query.isError) return <Faulty error={query.error} again={() => void query.refetch()} />
  if (query.isSuccess && lines.length === 0) return null
  return (
    <Section
      title={say('plan-map.title')}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={say('plan-map.shown')}
          value={shown}
          onChange={(value) => setShown(value as With)}
          data={(['without', 'with'] as const).map((value) => ({ value, label: say(`plan-map.${value}`) }))}
        />
      }
    >
      {rules.length > 1 && (
        <SegmentedControl
          size="xs"
          className={classes.planRules}
          aria-label={say('plan-map.rule')}
          value={rule}
          onChange={setRule}
          data={[{ value: ALL, label: say('plan-map.all') }, ...rules.map((r) => ({ value: r, label: terms.rule(r) }))]}
        />
      )}
      {query.isPending ? <Loading /> : <Drawn ways={ways} shown={shown} />}
      <ul className={classes.planKey} hidden={query.isPending}>
        {shown === 'with' && <li data-place="filled">{say('plan-map.filled')}</li>}
        {shown === 'with' && ways.some((w) => !w.enough) && <li data-place="few">{say('plan-map.few')}</li>}
        <li>
          <StateMark state="unheld" named={false} /> {say(shown === 'with' ? 'plan-map.left' : 'plan-map.open')}
        </li>
        <li>
          <StateMark state="held" named={false} /> {say('plan-map.held')}
        </li>
        <li data-way="given">{say('plan-map.given', { count: ways.length })}</li>
        <li data-way="beside">
          {say('plan-map.beside', { count: ways.reduce((sum, w) => sum + w.beside.length, 0) })}
        </li>
        {lines.some((l) => l.changed !== null) && (
          <li data-way="changed">{say('plan-map.changed', { count: ways.filter((w) => w.changed).length })}</li>
        )}
        {query.data?.more && <li>{say('plan-map.more', { n: format.number(MOST_WAYS) })}</li>}
      </ul>
    </Section>
  )
}

function Drawn({ ways, shown }: { ways: readonly PlannedWay[]; shown: With }) {
  const { say } = useWords()
  const pane = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLDivElement>(null)
  const palette = usePalette(pane)
  const { style, attribution } = useMapStyle(palette, UNDER)
  const label = say('plan-map.says')
  const wanted = useMemo(
    () => (style && palette ? { style, palette, attribution, label } : null),
    [style, palette, attribution, label],
  )
  const box = useMemo(() => boxOfWays(ways), [ways])
  const { map, none } = useMap(canvas, wanted, startOf(null, box, pane.current, false))
  const shapes = useMemo(() => shapesOf(ways, shown), [ways, shown])
  useEffect(() => {
    if (!map || !palette) return
    show(map, shapes, wayLayers(palette))
  }, [map, palette, shapes])
  useEffect(() => {
    if (map && box) fit(map, box, false)
  }, [map, box])
  return (
    <div ref={pane} className={classes.planMap}>
      {none ? <Empty says={say('plan-map.none')} /> : <div ref={canvas} className={mapClasses.canvas} />}
    </div>
  )
}

/** Puts the ways over the map, or others in their stead; colours may have changed with the theme. */
function show(map: MapLibreMap, shapes: ReturnType<typeof shapesOf>, layers: ReturnType<typeof wayLayers>): void {
  const source = map.getSource<GeoJSONSource>(WAYS)
  if (source) source.setData(shapes)
  else map.addSource(WAYS, { type: 'geojson', data: shapes })
  for (const layer of layers) {
    if (map.getLayer(layer.id)) map.removeLayer(layer.id)
    map.addLayer(layer)
  }
}
