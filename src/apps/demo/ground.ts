import type { Position } from '../../base/geometry.ts'

/**
 * What was drawn by hand: where the real county, its towns, rivers and dykes lie, to a few kilometres. The names are
 * real and taken as plain names; every course, border and height is made, and no map of the county.
 */

/** The county's outline, counter-clockwise from its southern tip; the seed roughens it. */
// biome-ignore format: pairs read best in rows
export const OUTLINE: Position[] = [
  [116.7, 28.78], [116.8, 28.8], [116.88, 28.83], [116.935, 28.86], [116.962, 28.93], [116.944, 29], [116.98, 29.07],
  [117.016, 29.14], [117.052, 29.2], [117.043, 29.28], [116.998, 29.337], [117.052, 29.402], [117.034, 29.477], [116.989, 29.542],
  [116.98, 29.607], [116.908, 29.663], [116.827, 29.681], [116.764, 29.653], [116.728, 29.588], [116.665, 29.551], [116.638, 29.486],
  [116.57, 29.449], [116.55, 29.384], [116.49, 29.337], [116.53, 29.27], [116.5, 29.23], [116.42, 29.21], [116.43, 29.15],
  [116.38, 29.11], [116.45, 29.08], [116.52, 29.04], [116.54, 28.99], [116.47, 28.98], [116.43, 28.93], [116.47, 28.88],
  [116.55, 28.88], [116.57, 28.83], [116.63, 28.79],
]

/** Open water: the great lake in the west (the part of it that is drawn), and the county's own inner lake. */
// biome-ignore format: pairs read best in rows
export const LAKES: { code: string; name: string; nameEn: string; ring: Position[] }[] = [
  {
    code: '361128-L1',
    name: '鄱阳湖',
    nameEn: 'Poyang Lake',
    ring: [
      [116.62, 28.72], [116.6, 28.82], [116.63, 28.95], [116.62, 29.02], [116.52, 29.12], [116.54, 29.24],
      [116.54, 29.3], [116.5, 29.35], [116.4, 29.37], [116.28, 29.33], [116.22, 29.22], [116.15, 29.08],
      [116.17, 28.9], [116.25, 28.76], [116.4, 28.68], [116.55, 28.66],
    ],
  },
  {
    code: '361128-L2',
    name: '珠湖',
    nameEn: 'Zhuhu Lake',
    ring: [
      [116.62, 29.1], [116.66, 29.085], [116.7, 29.1], [116.71, 29.14], [116.685, 29.17], [116.64, 29.165],
      [116.605, 29.14],
    ],
  },
]

/** Rivers in the order of their course; the last point of a tributary lies on the river that it joins. */
// biome-ignore format: pairs read best in rows
export const RIVERS: { code: string; name: string; nameEn: string; widthKm: number; course: Position[] }[] = [
  {
    code: '361128-R1',
    name: '饶河',
    nameEn: 'Rao River',
    widthKm: 0.45,
    course: [[116.79, 28.985], [116.74, 28.975], [116.7, 28.99], [116.65, 28.985], [116.6, 29.0], [116.56, 29.0], [116.5, 29.01]],
  },
  {
    code: '361128-R2',
    name: '昌江',
    nameEn: 'Chang River',
    widthKm: 0.3,
    course: [[117.14, 29.23], [117.06, 29.19], [116.98, 29.165], [116.91, 29.11], [116.85, 29.07], [116.82, 29.02], [116.79, 28.985]],
  },
  {
    code: '361128-R3',
    name: '乐安河',
    nameEn: "Le'an River",
    widthKm: 0.3,
    course: [[117.06, 28.9], [116.98, 28.91], [116.92, 28.9], [116.87, 28.93], [116.82, 28.94], [116.79, 28.985]],
  },
  {
    code: '361128-R4',
    name: '西河',
    nameEn: 'West River',
    widthKm: 0.2,
    course: [[116.9, 29.74], [116.87, 29.66], [116.8, 29.58], [116.79, 29.5], [116.72, 29.42], [116.69, 29.34], [116.63, 29.28], [116.56, 29.27], [116.48, 29.25]],
  },
]

/**
 * Roughly where each township lies, by its code: its villages are shared out round it. Some stand up to ten kilometres
 * from the real seat, so that a township with many villages has room for them.
 */
// biome-ignore format: a table
export const SEATS: Record<string, Position> = {
  '361128001': [116.7, 29.02], '361128100': [116.65, 29.02], '361128101': [116.79, 29.44], '361128102': [116.8, 29.63],
  '361128103': [116.7, 29.21], '361128104': [116.66, 29.44], '361128105': [116.93, 29.39], '361128106': [116.87, 29.51],
  '361128107': [116.93, 29.06], '361128108': [116.98, 29.23], '361128109': [116.52, 29.17], '361128110': [116.86, 29.16],
  '361128111': [116.62, 28.84], '361128112': [116.72, 28.82], '361128113': [116.84, 28.86], '361128201': [116.93, 29.59],
  '361128202': [116.86, 29.66], '361128203': [116.76, 29.55], '361128206': [117, 29.47], '361128207': [116.68, 29.33],
  '361128208': [116.54, 29.31], '361128209': [116.56, 29.36], '361128210': [116.82, 29.31], '361128211': [116.61, 29.25],
  '361128212': [116.45, 29.1], '361128213': [116.75, 29.07], '361128215': [116.84, 28.99], '361128216': [116.73, 28.94],
  '361128217': [116.54, 28.93], '361128218': [116.91, 28.93], '361128401': [116.72, 29.27], '361128402': [116.65, 28.89],
}

/** A dyke follows the shore or a bank between two spots; what lies up to `depthKm` behind it is its polder. */
export interface DykePlan {
  code: string
  name: string
  nameEn: string
  /** The code of a river or lake. */
  along: string
  /** Which bank, looking downstream; a shore has its land on one side only. */
  bank: 'left' | 'right' | 'shore'
  from: Position
  to: Position
  depthKm: number
}

/** In the order in which they are built until the wanted length is reached. */
// biome-ignore format: a table
export const DYKES: DykePlan[] = [
  { code: 'D01', name: '饶河联圩', nameEn: 'Raohe Dyke', along: '361128-R1', bank: 'right', from: [116.77, 28.985], to: [116.55, 29.0], depthKm: 2.9 },
  { code: 'D02', name: '莲北圩', nameEn: 'Lianbei Dyke', along: '361128-R1', bank: 'left', from: [116.68, 28.985], to: [116.56, 29.0], depthKm: 2.7 },
  { code: 'D03', name: '问桂道圩', nameEn: 'Wenguidao Dyke', along: '361128-R2', bank: 'right', from: [116.84, 29.06], to: [116.8, 29.0], depthKm: 2.5 },
  { code: 'D04', name: '中洲圩', nameEn: 'Zhongzhou Dyke', along: '361128-R2', bank: 'left', from: [116.87, 29.085], to: [116.8, 28.995], depthKm: 2.7 },
  { code: 'D05', name: '珠湖联圩', nameEn: 'Zhuhu Dyke', along: '361128-L1', bank: 'shore', from: [116.53, 29.03], to: [116.4, 29.1], depthKm: 2.7 },
  { code: 'D06', name: '莲南圩', nameEn: 'Liannan Dyke', along: '361128-L1', bank: 'shore', from: [116.54, 28.98], to: [116.53, 28.88], depthKm: 2.9 },
  { code: 'D07', name: '古北联圩', nameEn: 'Gubei Dyke', along: '361128-R2', bank: 'right', from: [116.97, 29.16], to: [116.85, 29.07], depthKm: 2.5 },
  { code: 'D08', name: '畲湾联圩', nameEn: 'Shewan Dyke', along: '361128-R3', bank: 'right', from: [116.96, 28.905], to: [116.81, 28.96], depthKm: 2.5 },
  { code: 'D09', name: '潼丰联圩', nameEn: 'Tongfeng Dyke', along: '361128-R3', bank: 'left', from: [116.95, 28.905], to: [116.8, 28.97], depthKm: 2.7 },
  { code: 'D10', name: '西河东联圩', nameEn: 'West River East Dyke', along: '361128-R4', bank: 'left', from: [116.69, 29.34], to: [116.53, 29.26], depthKm: 2.9 },
  { code: 'D11', name: '西河西联圩', nameEn: 'West River West Dyke', along: '361128-R4', bank: 'right', from: [116.69, 29.34], to: [116.54, 29.265], depthKm: 2.7 },
  { code: 'D12', name: '双港圩', nameEn: 'Shuanggang Dyke', along: '361128-L1', bank: 'shore', from: [116.44, 29.16], to: [116.51, 29.24], depthKm: 2.7 },
  { code: 'D13', name: '凰岗圩', nameEn: 'Huanggang Dyke', along: '361128-R2', bank: 'left', from: [117.05, 29.185], to: [116.89, 29.1], depthKm: 2.3 },
  { code: 'D14', name: '饶丰圩', nameEn: 'Raofeng Dyke', along: '361128-L1', bank: 'shore', from: [116.55, 28.88], to: [116.58, 28.82], depthKm: 2.7 },
  { code: 'D15', name: '银宝湖圩', nameEn: 'Yinbaohu Dyke', along: '361128-L1', bank: 'shore', from: [116.53, 29.27], to: [116.5, 29.34], depthKm: 2.7 },
  { code: 'D16', name: '漳田圩', nameEn: 'Zhangtian Dyke', along: '361128-R4', bank: 'right', from: [116.8, 29.52], to: [116.69, 29.35], depthKm: 2.3 },
  { code: 'D17', name: '柘港圩', nameEn: 'Zhegang Dyke', along: '361128-R4', bank: 'left', from: [116.8, 29.52], to: [116.69, 29.35], depthKm: 2.3 },
]
