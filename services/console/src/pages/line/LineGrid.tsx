import { useTranslation } from 'react-i18next';
import type { LineView } from '../../data/views';
import type { LineColumn } from './columns';
import type { Lines } from './use-lines';
import type { PersonName } from './use-names';
import { ROW_HEIGHT, type useWindow } from './use-window';

interface Props {
  readonly lines: Lines;
  readonly grid: ReturnType<typeof useWindow>;
  readonly columns: readonly LineColumn[];
  readonly nameOf: (token: number | null) => PersonName | undefined;
  readonly onChoose: (line: LineView) => void;
}

/** Only the rows in view are drawn; the scrollbar is that of the whole list. */
export function LineGrid({ lines, grid, columns, nameOf, onChoose }: Props) {
  const { t } = useTranslation();
  const template = { gridTemplateColumns: columns.map(({ width }) => `minmax(${String(width)}px, ${String(width)}fr)`).join(' ') };
  // Head and rows lie on the same tracks only where both have the same width: that of the columns, or of the frame when it is wider.
  const minWidth = columns.reduce((sum, { width }) => sum + width, 0);
  const { first, last } = grid.window;
  const places = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return (
    <div
      ref={grid.box}
      className="line-grid"
      role="table"
      aria-label={t('batch.tab.lines')}
      aria-rowcount={lines.total + 1}
      tabIndex={0}
      onScroll={grid.onScroll}
      onKeyDown={grid.onKeyDown}
    >
      <div role="rowgroup" className="line-head" style={{ minWidth }}>
        <div role="row" aria-rowindex={1} className="line-row" style={template}>
          {columns.map(({ key, title, amount }) => (
            <span key={key} role="columnheader" className={amount === true ? 'amount' : undefined}>
              {title}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="line-body" style={{ height: grid.height, minWidth }}>
        <div className="line-view" style={{ transform: `translateY(${String(-grid.shift)}px)` }}>
          {places.map((place) => (
            <Row key={place} place={place} line={lines.at(place)} {...{ columns, nameOf, onChoose, template }} />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps extends Pick<Props, 'columns' | 'nameOf' | 'onChoose'> {
  readonly place: number;
  readonly line: LineView | undefined;
  readonly template: { gridTemplateColumns: string };
}

function Row({ place, line, columns, nameOf, onChoose, template }: RowProps) {
  const { t } = useTranslation();
  return (
    <div role="row" aria-rowindex={place + 2} className="line-row" style={{ ...template, height: ROW_HEIGHT }}>
      {columns.map(({ key, amount, cell }, i) => (
        <span
          key={key}
          role="cell"
          className={amount === true ? 'amount' : undefined}
          title={key === 'reasons' && line ? String(cell(line, nameOf)) : undefined}
        >
          {line === undefined && <span className="coming" />}
          {line !== undefined && i === 0 && (
            <button type="button" className="link" aria-label={t('line.open', { line: line.line })} onClick={() => onChoose(line)}>
              {cell(line, nameOf)}
            </button>
          )}
          {line !== undefined && i > 0 && cell(line, nameOf)}
        </span>
      ))}
    </div>
  );
}
