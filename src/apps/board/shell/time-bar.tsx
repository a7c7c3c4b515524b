import { ActionIcon, Button, NativeSelect, Slider, Tooltip } from '@mantine/core'
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react'
import { HOUR, MINUTE, SECOND } from '../../../base/clock.ts'
import { useLane } from '../api/lanes.ts'
import { useLive } from '../api/live.ts'
import { useLooking } from '../looking.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { LiveMark } from './live-banner.tsx'
import { MomentField } from './moment-field.tsx'
import classes from './shell.module.css'
import { partOf, SPANS, type Span, stepOf, usualSpan } from './span.ts'
import { TimeMarks, useMarkWords } from './time-marks.tsx'

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
  const live = useLive()
  const markWords = useMarkWords()
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
  const goTo = (moment: Date) => {
    setPlaying(false)
    show(moment.getTime())
  }
  const label = (ms: number) => {
    if (ms < now - MINUTE / 2) return format.moment(new Date(ms))
    return live.state === 'lost' ? format.moment(live.since) : say('time.now')
  }
  /** An hour at a time; a minute, the beginning and the end are the slider's own. */
  const byKeys = (event: KeyboardEvent) => {
    if (event.key !== 'PageUp' && event.key !== 'PageDown') return
    event.preventDefault()
    jump(event.key === 'PageUp' ? HOUR : -HOUR)
  }
  const past = data.marks.filter((m) => m.at.getTime() < shown - MINUTE / 2)
  const before = past.at(-1)
  const after = data.marks.find((m) => m.at.getTime() > shown + MINUTE / 2 && m.at.getTime() <= now)
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
        <TimeMarks marks={data.marks} part={part} go={goTo} />
        <Slider
          onKeyDown={byKeys}
          value={shown}
          min={part.from}
          max={part.to}
          step={MINUTE}
          size={4}
          label={label}
          thumbLabel={say('time.slider')}
          thumbValueText={label}
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
      <Step
        label={before ? say('time.event.before', { event: markWords(before) }) : say('time.event.none-before')}
        off={!before}
        go={() => before && goTo(before.at)}
      >
        <IconPlayerTrackPrev size={18} />
      </Step>
      <Step
        label={after ? say('time.event.after', { event: markWords(after) }) : say('time.event.none-after')}
        off={!after}
        go={() => after && goTo(after.at)}
      >
        <IconPlayerTrackNext size={18} />
      </Step>
      <MomentField label={label(shown)} from={data.from} now={data.now} go={goTo} />
      {at ? (
        <Button size="compact-sm" onClick={() => goTo(data.now)} leftSection={<IconPlayerSkipForward size={14} />}>
          {say('time.to-now')}
        </Button>
      ) : (
        <LiveMark />
      )}
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
