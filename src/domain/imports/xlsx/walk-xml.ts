import { Parser } from 'saxen'

/** What is done with the elements of a part. Names are without prefix: `x:row` is `row`. */
export interface XmlVisitor {
  /** `attributes()` works them out: names without prefix, values decoded. */
  open(name: string, attributes: () => Attributes): void
  close?(name: string): void
  text?(text: string): void
}

export type Attributes = Readonly<Record<string, string | undefined>>

/**
 * Reads a part's XML as it comes. What has no end for `LONGEST` characters (a tag, a text, a comment) is refused: the parser keeps
 * it, and looks through all of it anew with each piece. @throws Error for that, and where the XML is not well-formed
 */
export async function walkXml(pieces: AsyncIterable<string>, visitor: XmlVisitor): Promise<void> {
  let fault: Error | undefined
  let silent = 0
  const heard = () => {
    silent = 0
  }
  const parser = new Parser()
    .on('openTag', (name, attributes, decode) => {
      heard()
      visitor.open(local(name), () => plain(attributes(), decode))
    })
    .on('closeTag', (name) => {
      heard()
      visitor.close?.(local(name))
    })
    .on('text', (text, decode) => visitor.text?.(decode(text)))
    .on('cdata', (text) => visitor.text?.(text))
    .on('comment', heard)
    .on('question', heard)
    .on('attention', heard)
    .on('error', (error) => {
      fault ??= error
    })
  for await (const piece of pieces) {
    silent += piece.length
    parser.write(piece)
    if (fault) throw fault
    if (silent > LONGEST) throw new Error(`it has a tag or text of more than ${LONGEST} characters`)
  }
  const unfinished = parser.end()
  if (fault ?? unfinished) throw fault ?? unfinished
}

/** Far more than a cell may hold, each character written as an entity. */
const LONGEST = 500_000

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** Attributes by their names without prefix, those that declare prefixes left out. */
function plain(attributes: Record<string, string>, decode: (text: string) => string): Attributes {
  const found: Record<string, string> = {}
  for (const name in attributes) if (!name.startsWith('xmlns')) found[local(name)] = decode(attributes[name] as string)
  return found
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}

/** A property of a font that stands there is on, unless it says that it is not. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || isTrue(value)
}
