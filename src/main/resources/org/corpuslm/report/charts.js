// Draws the charts of a page with uPlot, in the colors of the reader's scheme.
(() => {
  'use strict';
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  // Distinguishable to everyone (Okabe & Ito 2008), and by their dashes in gray.
  const light = ['#0072b2', '#d55e00', '#009e73', '#b3478f', '#8a6d00', '#3a8fc4', '#000000'];
  const dark = ['#56b4e9', '#f0803c', '#2fc79a', '#e39ac6', '#f0e442', '#9ad1f5', '#ffffff'];
  const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [12, 4], [1, 2]];
  // Steps of an axis of whole numbers, such as epochs.
  const whole = [...Array(15).keys()].flatMap(e => [1, 2, 5].map(n => n * 10 ** e));
  let plots = [];

  const number = v => v == null ? '' : v !== 0 && (Math.abs(v) < 1e-3 || Math.abs(v) >= 1e6)
    ? v.toExponential(0).replace('e+', 'e') : String(+v.toPrecision(4));

  // Draws a bar from each value to both ends of its interval.
  const bars = stroke => u => {
    const ctx = u.ctx;
    const [x, , low, high] = u.data;
    const cap = 6 * devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = stroke;
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.beginPath();
    x.forEach((at, i) => {
      if (low[i] == null || high[i] == null) return;
      const left = u.valToPos(at, 'x', true);
      const [from, to] = [u.valToPos(low[i], 'y', true), u.valToPos(high[i], 'y', true)];
      ctx.moveTo(left, from);
      ctx.lineTo(left, to);
      for (const y of [from, to]) {
        ctx.moveTo(left - cap, y);
        ctx.lineTo(left + cap, y);
      }
    });
    ctx.stroke();
    ctx.restore();
  };

  const axisOf = (chart, width, colors) => {
    const axis = { label: chart.x, stroke: colors.text, grid: { stroke: colors.grid, width: 1 },
      ticks: { stroke: colors.grid, width: 1 }, values: (u, at) => at.map(number) };
    if (!chart.logX && chart.data[0].every(Number.isInteger)) axis.incrs = whole;
    if (chart.labels) {
      const longest = Math.max(...chart.labels.map(l => l.length));
      const turned = chart.labels.length * (longest * 7 + 10) > width - 90;
      axis.splits = () => chart.labels.map((_, i) => i);
      axis.values = (u, at) => at.map(i => chart.labels[i] ?? '');
      axis.grid = { show: false };
      axis.rotate = turned ? -55 : 0;
      axis.size = turned ? Math.min(130, 24 + longest * 6) : 40;
    }
    return axis;
  };

  const draw = (chart, place, isDark, maxWidth, paper) => {
    const palette = isDark ? dark : light;
    const colors = isDark ? { text: '#d5d8de', grid: '#363a43' } : { text: '#333', grid: '#e2e4e8' };
    const width = paper ? maxWidth : Math.max(260, Math.min(maxWidth, place.clientWidth));
    const interval = chart.kind === 'interval';
    const series = chart.names.map((name, i) => ({
      label: name, stroke: palette[i % palette.length], width: 2,
      dash: dashes[Math.floor(i / palette.length + i) % dashes.length],
      paths: interval ? () => null : undefined,
      points: { show: interval ? i === 0 : chart.points, size: interval ? 9 : 6,
        fill: interval ? palette[0] : undefined },
      spanGaps: false
    }));
    const y = { stroke: colors.text, label: chart.y, size: 64, values: (u, at) => at.map(number),
      grid: { stroke: colors.grid, width: 1 }, ticks: { stroke: colors.grid, width: 1 } };
    const x = { time: false, distr: chart.logX ? 3 : 1 };
    if (chart.labels) x.range = [-0.5, chart.labels.length - 0.5];
    plots.push(new uPlot({
      title: chart.title, width, height: width < 500 ? 290 : 330,
      legend: { show: !interval, live: false }, cursor: { drag: { x: false, y: false }, show: false },
      scales: { x, y: chart.logY ? { distr: 3 } : {} },
      axes: [axisOf(chart, width, colors), y],
      series: [{ label: chart.x }].concat(series),
      hooks: interval ? { draw: [bars(palette[0])] } : {}
    }, chart.data, place));
  };

  const drawAll = (isDark, maxWidth, paper) => {
    plots.forEach(plot => plot.destroy());
    plots = [];
    for (const chart of charts) {
      draw(chart, document.getElementById(chart.id), isDark, maxWidth, paper);
    }
    document.documentElement.dataset.charts = plots.length;
  };

  const onScreen = () => drawAll(scheme.matches, 920, false);
  onScreen();
  scheme.addEventListener('change', onScreen);
  addEventListener('beforeprint', () => drawAll(false, 660, true)); // the width of a sheet of paper
  addEventListener('afterprint', onScreen);
  let last = innerWidth;
  let waiting = 0;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (innerWidth !== last) onScreen();
      last = innerWidth;
    }, 150);
  });
})();
