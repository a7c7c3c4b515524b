import { useLocalStorage } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { HazardSign } from '../hazard/hazard-sign.tsx'
import { STATE_COLOURS, StateMark } from '../ui/state.tsx'
import { STATE_ORDER, type State } from '../ui/state-order.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import type { InSight } from './in-sight.ts'
import classes from './map.module.css'
import { LAYERS, type Layer } from './view.ts'

/** What the signs mean, and how many of each are in sight. It folds away, and stays as it was left. */
export function Legend({ sight, hazards, narrow }: { sight: InSight | null; hazards: number | null; narrow: boolean }) {
  const { say } = useWords()
  const [kept, keep] = useLocalStorage({ key: 'muster.legend', defaultValue: '', getInitialValueInEffect: false })
  const open = kept === '' ? !narrow : kept === 'open'
  const Icon = open ? IconChevronDown : IconChevronUp
  return (
    <section className={classes.legend} data-folded={!open} aria-label={say('legend.show')}>
      <button
        type="button"
        className={classes.legendHead}
        aria-expanded={open}
        onClick={() => keep(open ? 'folded' : 'open')}
      >
        {say(open ? 'legend.title' : 'legend.show')}
        <Icon size={16} aria-hidden="true" />
      </button>
      {open && <Counts sight={sight} hazards={hazards} />}
    </section>
  )
}

function Counts({ sight, hazards }: { sight: InSight | null; hazards: number | null }) {
  const { say } = useWords()
  const format = useFormat()
  const told = (n: number | undefined) => (n === undefined ? '–' : format.number(n))
  return (
    <table className={classes.counts} aria-label={say('legend.count')}>
      <thead>
        <tr>
          <th scope="col">{say('legend.state')}</th>
          <th scope="col">{say('legend.sections')}</th>
          <th scope="col">{say('legend.places')}</th>
        </tr>
      </thead>
      <tbody>
        {STATE_ORDER.map((state) => (
          <tr key={state}>
            <th scope="row">
              <span className={classes.swatch}>
                <DamSample state={state} />
                <StateMark state={state} named={false} />
                {say(`state.${state}`)}
              </span>
            </th>
            <td>{told(sight?.sections[state])}</td>
            <td>{told(sight?.places[state])}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">
            <span className={classes.swatch}>
              <HazardSign muddy={false} size={16} />
              <HazardSign muddy size={16} />
              {say('hazards.title')}
            </span>
          </th>
          <td>{told(hazards ?? undefined)}</td>
          <td />
        </tr>
      </tbody>
    </table>
  )
}

/** A piece of a dam as the map draws it in that state. */
export function DamSample({ state }: { state: State }) {
  const line = { stroke: `var(--${STATE_COLOURS[state]})`, fill: 'none' }
  return (
    <svg width="26" height="10" viewBox="0 0 26 10" aria-hidden="true">
      {state === 'unheld' && (
        <>
          <path d="M0 5H26" {...line} strokeWidth="9" />
          <path d="M4 2l5 6M9 2l-5 6M17 2l5 6M22 2l-5 6" stroke="var(--panel)" strokeWidth="1.6" fill="none" />
        </>
      )}
      {state === 'late' && <path d="M0 5H26" {...line} strokeWidth="5" strokeDasharray="8 3.5" />}
      {state === 'unknown' && <path d="M0 5H26" {...line} strokeWidth="5" strokeDasharray="3 3" />}
      {state === 'few' && <path d="M0 5H26" {...line} strokeWidth="9" strokeDasharray="4.5 3" />}
      {state === 'held' && <path d="M0 5H26" {...line} strokeWidth="5" strokeDasharray="11 1.5" />}
      {state === 'agreed' && <path d="M0 5H26" {...line} strokeWidth="5" strokeDasharray="7.5 1.5" />}
      {state === 'there' && <path d="M0 5H26" {...line} strokeWidth="5" />}
      {state === 'free' && <path d="M0 5H26" {...line} strokeWidth="2" />}
    </svg>
  )
}

/** What is shown on the map, and what is left out of it. */
export function Layers({ shown, show }: { shown: ReadonlySet<Layer>; show: (shown: ReadonlySet<Layer>) => void }) {
  const { say } = useWords()
  const toggle = (layer: Layer) => show(new Set(LAYERS.filter((l) => (l === layer) !== shown.has(l))))
  return (
    <fieldset className={classes.layers}>
      <legend>{say('legend.layers')}</legend>
      {LAYERS.map((layer) => (
        <label key={layer} className={classes.layer}>
          <input type="checkbox" checked={shown.has(layer)} onChange={() => toggle(layer)} />
          {say(`legend.layer.${layer}`)}
        </label>
      ))}
    </fieldset>
  )
}
