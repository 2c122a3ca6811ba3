/** The part of yazl that tests use to make archives. */
declare module "yazl" {
  export class ZipFile {
    readonly outputStream: NodeJS.ReadableStream;
    addBuffer(content: Buffer, path: string): void;
    end(): void;
  }
}
