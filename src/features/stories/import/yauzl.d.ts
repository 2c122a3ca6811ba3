/** The part of yauzl 3.4 that archives are read with; the package brings no types. */
declare module "yauzl" {
  import type { Readable } from "node:stream";

  export interface Entry {
    fileName: string;
    compressedSize: number;
    uncompressedSize: number;
    crc32: number;
    externalFileAttributes: number;
    versionMadeBy: number;
    isEncrypted(): boolean;
    canDecodeFileData(): boolean;
  }

  export interface ZipFile {
    entryCount: number;
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
    close(): void;
  }

  export interface ZipOptions {
    autoClose?: boolean;
    strictFileNames?: boolean;
    validateEntrySizes?: boolean;
  }

  export function openPromise(path: string, options?: ZipOptions): Promise<ZipFile>;
  export function fromBufferPromise(buffer: Buffer, options?: ZipOptions): Promise<ZipFile>;
}
