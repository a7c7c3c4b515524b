import { realGear } from '../../src/apps/gear.ts'
import { receiveWarnings } from '../../src/apps/server/receive.ts'
import { wallClock } from '../../src/base/clock.ts'
import type { Db } from '../../src/db/connect.ts'
import { ACTUAL } from '../../src/domain/audit/model.ts'
import { runDue } from '../../src/engine/loop.ts'
import type { Figure, Measured } from '../harness/figure.ts'
import type { Kit } from '../harness/kit.ts'
import { timed } from '../harness/timing.ts'
import { BENCH, countyOf, settle } from '../main/county.ts'

const MESSAGES = 1_000

/** A feed of a thousand warnings for villages of one county: from its bytes to the commit of the step that puts them in force. */
export const feeds: Figure[] = (['embedded', 'server'] as const).map((engine) => ({
  figure: `a feed of 1,000 warnings, taken and put in force, ${engine === 'server' ? 'PostgreSQL' : engine}`,
  unit: 's',
  aim: 2,
  measure: (kit) => (engine === 'server' ? kit.server((db) => take(kit, db)) : kit.embedded((db) => take(kit, db))),
}))

async function take(kit: Kit, db: Db): Promise<Measured> {
  const county = countyOf(1)
  await settle(db, new Date(), county, ['areas'])
  const villages = county.villages.map((v) => v.code)
  const messages = kit.sized(MESSAGES)
  const bytes = Buffer.from(feedOf(messages, villages))
  let warnMs = 0
  const gear = realGear(
    () => {},
    (step, _district, ms) => {
      if (step === 'warn') warnMs += ms
    },
  )
  const context = { db, clock: wallClock, onWork: () => {} }
  const intake = await timed(() => receiveWarnings(context, BENCH, bytes, 'bench'))
  if (intake.done.taken.length !== messages) throw new Error(`taken: ${intake.done.taken.length} of ${messages}`)
  const now = wallClock.now()
  await runDue(db, ACTUAL, now, gear)
  const standing = await db.read(
    async (tx) => (await tx<{ n: number }[]>`select count(*)::int as n from warning where state = 'in-force'`)[0]?.n,
  )
  if (standing !== messages) throw new Error(`in force: ${standing} of ${messages}`)
  const bare = await timed(() =>
    db.write(now, async (tx) => {
      await tx`create table bare_warning (like warning including all)`
      await tx`insert into bare_warning select * from warning`
    }),
  )
  const value = (intake.ms + warnMs) / 1000
  return {
    value,
    against: {
      what: 'the same rows copied into an equal table',
      value: bare.ms / 1000,
      unit: 's',
      ratio: value / (bare.ms / 1000),
    },
    sizes: { messages, bytes: bytes.length, intakeMs: Math.round(intake.ms), warnMs: Math.round(warnMs) },
  }
}

function feedOf(messages: number, villages: readonly string[]): string {
  const sent = `${new Date().toISOString().slice(0, 19)}+00:00`
  const entries = Array.from({ length: messages }, (_, n) => {
    const village = villages[n % villages.length]
    return `<entry><id>bench-${n}</id><content type="text/xml"><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
      <identifier>bench-${n}</identifier><sender>office@example.org</sender><sent>${sent}</sent><status>Actual</status>
      <msgType>Alert</msgType><scope>Public</scope><info><category>Met</category><event>Flood</event>
      <urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty>
      <headline>Flood warning ${n}</headline><area><areaDesc>${village}</areaDesc>
      <geocode><valueName>GB/T 2260</valueName><value>${village}</value></geocode></area></info></alert></content></entry>`
  })
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>bench</title>${entries.join('')}</feed>`
}
