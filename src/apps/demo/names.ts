import type { Random } from '../../base/random.ts'

/** Family names in about the order in which they are common in China; earlier ones are drawn more often. */
const FAMILIES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦方白邹孟熊秦邱江尹薛段雷侯龙史陶黎贺顾毛郝龚邵万钱严',
]
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅文建国志海波云红辉斌鹏飞雪琴凤林松柏山川江河清晨光亮德福贵荣昌盛泰安康宁信义仁礼智慧思远立新成才学东南水生根发金银宝珍珠莲荷菊花',
]

// biome-ignore format: a list
const INDONESIAN_FIRST = [
  'Adi', 'Agus', 'Ahmad', 'Andi', 'Anisa', 'Arif', 'Ayu', 'Bambang', 'Bayu', 'Budi', 'Cahya', 'Citra', 'Dedi', 'Dewi',
  'Dian', 'Dimas', 'Eka', 'Eko', 'Endang', 'Fajar', 'Fitri', 'Galih', 'Hadi', 'Hendra', 'Indah', 'Indra', 'Intan',
  'Joko', 'Kartika', 'Lestari', 'Lia', 'Maya', 'Mega', 'Nanda', 'Novi', 'Nur', 'Putri', 'Rahmat', 'Ratna', 'Rina',
  'Rizki', 'Sari', 'Siti', 'Sri', 'Surya', 'Tri', 'Udin', 'Wahyu', 'Wati', 'Yanti', 'Yudi', 'Yuni', 'Zainal',
]
// biome-ignore format: a list
const INDONESIAN_LAST = [
  'Anggraini', 'Firmansyah', 'Gunawan', 'Halim', 'Handayani', 'Hartono', 'Hasan', 'Hidayat', 'Iskandar', 'Kurniawan',
  'Kusuma', 'Lubis', 'Mahendra', 'Maulana', 'Nasution', 'Nugroho', 'Permana', 'Prasetyo', 'Pratama', 'Purnomo',
  'Rahayu', 'Ramadhan', 'Saputra', 'Setiawan', 'Simanjuntak', 'Siregar', 'Subagyo', 'Suharti', 'Sulistyo', 'Susanti',
  'Sutrisno', 'Syahputra', 'Utami', 'Wibowo', 'Wijaya', 'Wulandari', 'Yulianto', 'Yusuf',
]

/** A made-up Chinese name: a family name and one or two characters. */
export function chineseName(random: Random): string {
  const family = pick(FAMILIES, random() * random()) // the product of two draws favours the front of the list
  const second = random() < 0.75 ? pick(GIVEN, random()) : ''
  return family + pick(GIVEN, random()) + second
}

/** A made-up Indonesian name of two words. */
export function indonesianName(random: Random): string {
  return `${pick(INDONESIAN_FIRST, random())} ${pick(INDONESIAN_LAST, random())}`
}

function pick(list: readonly string[], at: number): string {
  return list[Math.floor(at * list.length)] as string
}
