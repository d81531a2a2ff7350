/** Data files are imported as text: rspack keeps them in the bundle (asset/source), jest and the generator read them as they are. */
declare module '*.tsv' {
  const text: string;
  export default text;
}
