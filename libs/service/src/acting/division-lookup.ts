/** What Authority knows of divisions. The service that owns them provides its own; the others read the replica of the state topic. */
export abstract class DivisionLookup {
  /** Codes of all divisions that contain this one, itself and the county included; undefined when nobody has told of it yet. */
  abstract ancestorsOf(division: string): Promise<readonly string[] | undefined>;
}
