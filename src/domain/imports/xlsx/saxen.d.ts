declare module 'saxen' {
  type Decode = (text: string) => string
  /** A parser that calls back as it reads (github.com/nikku/saxen); only what is used here. */
  export class Parser {
    on(event: 'openTag', call: (name: string, attributes: () => Record<string, string>, decode: Decode) => void): this
    on(event: 'closeTag', call: (name: string) => void): this
    on(event: 'text', call: (text: string, decode: Decode) => void): this
    on(event: 'cdata' | 'comment' | 'question' | 'attention', call: (text: string) => void): this
    on(event: 'error' | 'warn', call: (error: Error) => void): this
    write(chunk: string): this
    end(): Error | undefined
    stop(): void
  }
}
