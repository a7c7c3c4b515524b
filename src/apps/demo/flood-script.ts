import type { Position } from '../../base/geometry.ts'
import { distanceM } from '../../base/geometry.ts'
import { type CapMessage, capXml } from './cap-xml.ts'
import type { CountyWaters, Dam, Polder, Words } from './model.ts'

/** What is seen or ordered on the dams while the flood runs, besides the warnings and the gauges. */
export interface FloodEvent {
  at: Date
  kind: 'hazard' | 'treated' | 'evacuate'
  /** A hazard's name as patrols report it; `muddy` is told of boils only. */
  hazard: 'seepage' | 'boil' | 'crack' | 'slump' | 'overtopping' | null
  muddy: boolean | null
  /** The dam and how far along it, and the spot itself. */
  dam: string
  chainageM: number
  position: Position
  says: Words
}

export interface FloodScript {
  from: Date
  to: Date
  warnings: { at: Date; identifier: string; xml: string }[]
  events: FloodEvent[]
}

/**
 * The exercise: one flood from 6 to 12 July 2020 in four CAP messages (an Alert for the polders nearest the town, two
 * Updates each wider and more severe, a Cancel) and what happens on the dams meanwhile. Times are the county's, +08:00.
 */
export function floodScript(county: Pick<CountyWaters, 'dams' | 'polders'>): FloodScript {
  const part = (share: number) => county.polders.slice(0, Math.ceil(county.polders.length * share))
  const messages: CapMessage[] = []
  for (const stage of STAGES) {
    const area = stage.share === null ? [] : part(stage.share).map(areaOf)
    messages.push({
      ...stage,
      identifier: `poyang-exercise-2020-${messages.length + 1}`,
      sender: SENDER,
      references: messages.map(({ identifier, sent }) => ({
        sender: SENDER,
        identifier,
        sent,
      })),
      areas: area,
    })
  }
  return {
    from: new Date('2020-07-05T08:00:00+08:00'),
    to: new Date('2020-07-12T20:00:00+08:00'),
    warnings: messages.map((m) => ({
      at: new Date(m.sent),
      identifier: m.identifier,
      xml: capXml(m),
    })),
    events: EVENTS.flatMap((event) => placed(event, county.dams)),
  }
}

const SENDER = 'flood-office@poyang.example'

/** The messages in order; `share` is the part of the polders that is warned, null where the message has no info. */
const STAGES: (Omit<CapMessage, 'identifier' | 'sender' | 'references' | 'areas'> & { share: number | null })[] = [
  {
    sent: '2020-07-06T20:00:00+08:00',
    msgType: 'Alert',
    share: 0.3,
    severity: 'Moderate',
    urgency: 'Expected',
    expires: '2020-07-08T20:00:00+08:00',
    headline: {
      zh: '洪水黄色预警（演练）',
      en: 'Flood warning, yellow (exercise)',
    },
    instruction: {
      zh: '巡查堤段，清点住户。',
      en: 'Patrol your stretch of dam and look up your households.',
    },
    note: null,
  },
  {
    sent: '2020-07-08T14:00:00+08:00',
    msgType: 'Update',
    share: 0.65,
    severity: 'Severe',
    urgency: 'Immediate',
    expires: '2020-07-10T14:00:00+08:00',
    headline: {
      zh: '洪水橙色预警（演练）',
      en: 'Flood warning, orange (exercise)',
    },
    instruction: {
      zh: '二十四小时巡堤，准备转移。',
      en: 'Patrol round the clock and get ready to move people.',
    },
    note: null,
  },
  {
    sent: '2020-07-09T20:00:00+08:00',
    msgType: 'Update',
    share: 1,
    severity: 'Extreme',
    urgency: 'Immediate',
    expires: '2020-07-12T20:00:00+08:00',
    headline: {
      zh: '洪水红色预警（演练）',
      en: 'Flood warning, red (exercise)',
    },
    instruction: {
      zh: '立即转移圩区住户。',
      en: 'Move the households of the polders out now.',
    },
    note: null,
  },
  {
    sent: '2020-07-12T18:00:00+08:00',
    msgType: 'Cancel',
    share: null,
    severity: 'Unknown',
    urgency: 'Past',
    expires: null,
    headline: { zh: '', en: '' },
    instruction: { zh: '', en: '' },
    note: '洪峰已过，预警解除（演练）。 The crest has passed and the warning is lifted (exercise).',
  },
]

type Planned = Omit<FloodEvent, 'at' | 'dam' | 'chainageM' | 'position'> & {
  at: string
  dam: number
  along: number
}

/** Events on the first dams of the county; `along` is the share of the dam's length. */
const EVENTS: Planned[] = [
  at('2020-07-08T05:20', 1, 0.35, 'hazard', 'seepage', null, '背水坡渗水', 'Wet toe on the land side'),
  at('2020-07-09T02:47', 0, 0.58, 'hazard', 'boil', true, '堤脚发现浑水泡泉', 'A muddy boil at the toe of the dam'),
  at('2020-07-09T05:10', 0, 0.58, 'treated', 'boil', true, '泡泉已围井反滤', 'The boil is ringed and filtered'),
  at('2020-07-09T21:35', 2, 0.5, 'hazard', 'overtopping', null, '水位接近堤顶', 'Water close to the crest of the dam'),
  at('2020-07-09T22:00', 2, 0.5, 'evacuate', null, null, '圩区住户立即转移', 'Households of the polder leave at once'),
  at(
    '2020-07-10T13:20',
    3,
    0.27,
    'hazard',
    'slump',
    null,
    '外坡滑塌约二十米',
    'Twenty metres of the outer slope have slumped',
  ),
  at('2020-07-10T17:45', 3, 0.27, 'treated', 'slump', null, '滑塌处已抛石压脚', 'The slump is weighted with stone'),
  at('2020-07-11T04:30', 4, 0.71, 'hazard', 'crack', null, '堤顶出现纵向裂缝', 'A lengthwise crack along the crest'),
]

function at(
  time: string,
  dam: number,
  along: number,
  kind: FloodEvent['kind'],
  hazard: FloodEvent['hazard'],
  muddy: boolean | null,
  zh: string,
  en: string,
): Planned {
  return {
    at: `${time}:00+08:00`,
    dam,
    along,
    kind,
    hazard,
    muddy,
    says: { zh, en },
  }
}

/** An event on its dam; none where a small county has no such dam. */
function placed({ at, dam: index, along, ...event }: Planned, dams: readonly Dam[]): FloodEvent[] {
  const dam = dams[index]
  if (!dam) return []
  const chainageM = Math.round(dam.lengthM * along)
  return [
    {
      ...event,
      at: new Date(at),
      dam: dam.code,
      chainageM,
      position: spotAt(dam, chainageM),
    },
  ]
}

/** The position so many metres along a dam. */
function spotAt(dam: Dam, chainageM: number): Position {
  let left = chainageM
  const { coordinates } = dam.line
  for (let i = 1; i < coordinates.length; i++) {
    const [a, b] = [coordinates[i - 1] as Position, coordinates[i] as Position]
    const piece = distanceM(a, b)
    if (left <= piece) return [a[0] + ((b[0] - a[0]) * left) / piece, a[1] + ((b[1] - a[1]) * left) / piece]
    left -= piece
  }
  return coordinates.at(-1) as Position
}

function areaOf(polder: Polder): CapMessage['areas'][number] {
  return {
    words: { zh: polder.name, en: polder.nameEn },
    ring: polder.polygon.coordinates[0] as Position[],
  }
}
