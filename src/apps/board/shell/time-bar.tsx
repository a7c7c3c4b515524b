import { ActionIcon, Button, NativeSelect, Slider, Tooltip } from '@mantine/core'
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
} from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { MINUTE, SECOND } from '../../../base/clock.ts'
import { useLane } from '../api/lanes.ts'
import { useLooking } from '../looking.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { LiveMark } from './live-banner.tsx'
import classes from './shell.module.css'
import { partOf, SPANS, type Span, stepOf, usualSpan } from './span.ts'

/** Played back, an hour of the past goes by in a minute, or faster. */
const SPEEDS = [60, 300, 900, 3600]
const TICK_MS = SECOND

/**
 * The moment that is shown: dragged or played through the lane's past; at its right end it is now, and live. What
 * happened stands on it as ticks: warnings, levels, call-outs, hazards.
 */
export function TimeBar() {
  const { say } = useWords()
  const format = useFormat()
  const { lane, at, look } = useLooking()
  const { data } = useLane(lane)
  const [dragged, setDragged] = useState<number | null>(null)
  const [speed, setSpeed] = useState(300)
  const [playing, setPlaying] = useState(false)

  const [chosen, setChosen] = useState<Span | 'usual'>('usual')

  const [from, now] = [data?.from.getTime() ?? 0, data?.now.getTime() ?? 1]
  const whole = { from, to: now }
  const span = chosen === 'usual' ? usualSpan(whole) : chosen
  const part = partOf(whole, span, at?.getTime() ?? now)
  const step = stepOf(part)
  const shown = dragged ?? at?.getTime() ?? now
  const show = (ms: number) => look({ at: ms >= now - MINUTE / 2 ? null : new Date(Math.max(ms, from)) }, true)

  useEffect(() => {
    if (!playing || !at) return
    const next = at.getTime() + speed * TICK_MS
    const timer = setTimeout(() => {
      if (next >= now) setPlaying(false)
      look({ at: next >= now ? null : new Date(next) }, true)
    }, TICK_MS)
    return () => clearTimeout(timer)
  }, [playing, at, speed, now, look])

  if (!data) return null
  const jump = (ms: number) => {
    setPlaying(false)
    show(shown + ms)
  }
  const label = (ms: number) => (ms >= now - MINUTE / 2 ? say('time.now') : format.moment(new Date(ms)))
  const play = () => {
    if (!at) look({ at: new Date(from) }, true)
    setPlaying(!playing)
  }
  return (
    <section className={classes.bar} aria-label={say('time.bar')} data-tour="time">
      <Tooltip label={say(playing ? 'time.pause' : 'time.play')}>
        <ActionIcon onClick={play} aria-label={say(playing ? 'time.pause' : 'time.play')}>
          {playing ? <IconPlayerPause size={18} /> : <IconPlayerPlay size={18} />}
        </ActionIcon>
      </Tooltip>
      <NativeSelect
        className={classes.wide}
        size="xs"
        w={84}
        aria-label={say('time.speed')}
        value={speed}
        onChange={(event) => setSpeed(Number(event.currentTarget.value))}
        data={SPEEDS.map((s) => ({ value: String(s), label: `× ${s}` }))}
      />
      <NativeSelect
        className={classes.wide}
        size="xs"
        w={104}
        aria-label={say('time.part')}
        value={String(span)}
        onChange={(event) => setChosen(SPANS.find((each) => String(each) === event.currentTarget.value) ?? null)}
        data={SPANS.map((each) => ({ value: String(each), label: each ? format.length(each) : say('time.all') }))}
      />
      <Step label={say('time.earlier', { for: format.length(step) })} off={shown <= from} go={() => jump(-step)}>
        <IconChevronLeft size={18} />
      </Step>
      <span className={`${classes.wide} ${classes.when}`}>{format.moment(new Date(part.from))}</span>
      <div className={classes.track}>
        <div className={classes.marks} aria-hidden="true">
          {data.marks
            .filter((m) => m.at.getTime() >= part.from && m.at.getTime() <= part.to)
            .map((m) => (
              <span
                key={`${m.kind} ${m.at.toISOString()}`}
                className={`${classes.tick} ${TICKS[m.kind] ?? ''}`}
                style={{ left: `${((m.at.getTime() - part.from) / Math.max(1, part.to - part.from)) * 100}%` }}
              />
            ))}
        </div>
        <Slider
          value={shown}
          min={part.from}
          max={part.to}
          step={MINUTE}
          size={4}
          label={label}
          thumbLabel={say('time.slider')}
          thumbProps={{ 'aria-valuetext': label(shown) }}
          onChange={setDragged}
          onChangeEnd={(ms) => {
            setDragged(null)
            setPlaying(false)
            show(ms)
          }}
        />
      </div>
      <Step label={say('time.later', { for: format.length(step) })} off={shown >= now} go={() => jump(step)}>
        <IconChevronRight size={18} />
      </Step>
      <span className={classes.when}>{label(shown)}</span>
      <Tooltip label={say('time.to-now')}>
        <Button
          size="compact-sm"
          disabled={!at}
          onClick={() => {
            setPlaying(false)
            look({ at: null })
          }}
          leftSection={at && <IconPlayerSkipForward size={14} />}
        >
          {at ? say('time.to-now') : <LiveMark />}
        </Button>
      </Tooltip>
    </section>
  )
}

/** A step back or on from the moment that is shown. */
function Step({ label, off, go, children }: { label: string; off: boolean; go: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon className={classes.wide} onClick={go} disabled={off} aria-label={label}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

const TICKS: Partial<Record<string, string | undefined>> = {
  warning: classes.tickWarning,
  hazard: classes.tickHazard,
}
