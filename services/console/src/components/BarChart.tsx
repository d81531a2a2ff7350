import { BarChart as Bars } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { yuan } from '@one-card/web';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

use([Bars, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface Series {
  readonly name: string;
  readonly color: string;
  /** one for each category, in fen */
  readonly fen: readonly string[];
}

interface Props {
  /** What it shows; whoever does not see it finds the same figures in the table that follows. */
  readonly label: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
}

const [BAR_PX, FRAME_PX, LONGEST_NAME_PX] = [28, 76, 150];

/** Sums of money as bars, one below the other, their parts behind each other. */
export function BarChart({ label, categories, series }: Props) {
  const { t, i18n } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    const chart = init(place.current);
    const width = place.current.clientWidth;
    chart.setOption(optionOf(categories, series, { language: i18n.language, nameWidth: Math.min(LONGEST_NAME_PX, width / 3) }));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [categories, series, i18n.language]);
  const height = categories.length * BAR_PX + FRAME_PX;
  return <div ref={place} className="chart" role="img" aria-label={t('chart.label', { label })} style={{ height }} />;
}

function optionOf(categories: readonly string[], series: readonly Series[], { language, nameWidth }: { language: string; nameWidth: number }) {
  const short = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  return {
    animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    textStyle: { fontFamily: 'inherit' },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 14 },
    grid: { top: 36, left: nameWidth + 12, right: 24, bottom: 28 },
    tooltip: {
      trigger: 'axis' as const,
      axisPointer: { type: 'shadow' as const },
      // the page allows no style that stands in HTML
      renderMode: 'richText' as const,
      confine: true,
      formatter: (points: unknown) => tooltipOf(points, categories, series),
    },
    xAxis: { type: 'value' as const, splitNumber: 4, axisLabel: { formatter: (value: number) => short.format(value), hideOverlap: true } },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: [...categories],
      axisTick: { show: false },
      axisLabel: { width: nameWidth, overflow: 'truncate' as const, color: '#1f2a35', interval: 0 },
    },
    series: series.map(({ name, color, fen }) => ({
      ...{ type: 'bar' as const, name, stack: 'all', barMaxWidth: 18, itemStyle: { color, borderColor: '#fff', borderWidth: 0.5 } },
      // a picture may be a fen out; the table never is
      data: fen.map((amount) => Number(amount) / 100),
    })),
  };
}

function tooltipOf(points: unknown, categories: readonly string[], series: readonly Series[]): string {
  const [{ dataIndex = -1 } = {}] = points as { dataIndex?: number }[];
  const lines = series.map(({ name, fen }) => `${name} ${yuan(fen[dataIndex] ?? '0')}`);
  return [categories[dataIndex] ?? '', ...lines].join('\n');
}
