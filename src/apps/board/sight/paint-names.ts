import { RATIO } from '../map/images.ts'
import type { Paint } from './model.ts'
import { cornersOf, featuresOf } from './tiles.ts'

const FONT = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
const LINE_PX = 14

interface Name {
  x: number
  y: number
  name: string
  /** Share answered for, as it is written; empty: nothing is required. */
  share: string
  unheld: number
  strong: boolean
}

/** Names of areas with the share named of the worst kind, the worst first: one that would stand over another is left out. */
export function paintNames(all: Paint): void {
  const { c, palette, image } = all
  const taken: [left: number, top: number, right: number, bottom: number][] = []
  c.textAlign = 'center'
  c.textBaseline = 'middle'
  c.lineWidth = 3.2
  for (const { x, y, name, share, unheld, strong } of namesOf(all).sort((a, b) => b.unheld - a.unheld)) {
    c.font = `${strong ? 600 : 400} 12px system-ui, ${FONT}`
    const half = Math.max(c.measureText(name).width, c.measureText(share).width + LINE_PX) / 2 + 4
    const high = share === '' ? LINE_PX / 2 : LINE_PX
    const box = [x - half, y - high, x + half, y + high] as const
    if (taken.some(([l, t, r, b]) => box[0] < r && box[2] > l && box[1] < b && box[3] > t)) continue
    taken.push([...box])
    c.strokeStyle = palette.land
    c.fillStyle = strong ? palette.quiet : palette.text
    const write = (text: string, atX: number, atY: number) => {
      c.strokeText(text, atX, atY)
      c.fillText(text, atX, atY)
    }
    write(name, x, share === '' ? y : y - LINE_PX / 2)
    if (share === '') continue
    const mark = unheld > 0 ? image(`${palette.scheme}/mark/unheld`) : null
    const [w, h] = mark ? [mark.width / RATIO, mark.height / RATIO] : [0, 0]
    write(share, x + w / 2 + (mark ? 2 : 0), y + LINE_PX / 2)
    if (mark) c.drawImage(mark, x - c.measureText(share).width / 2 - w / 2 - 2, y + LINE_PX / 2 - h / 2, w, h)
  }
}

function namesOf({ tiles, lang }: Paint): Name[] {
  return tiles.flatMap((tile) =>
    featuresOf(tile, 'area-labels').flatMap((feature) => {
      const [[at] = []] = cornersOf(feature, tile)
      if (!at) return []
      const { properties: p } = feature
      const [required, unheld, named] = [Number(p.required ?? 0), Number(p.unheld ?? 0), Number(p.share ?? 0)]
      // Rounded down, as everywhere: what is not whole never shows as 100 %.
      const share = required > 0 ? `${Math.floor(100 * named + 1e-6)} %` : ''
      const name = String(p[`name_${lang}`] ?? p.name)
      return [{ x: at[0], y: at[1], name, share, unheld, strong: p.depth !== 0 }]
    }),
  )
}
