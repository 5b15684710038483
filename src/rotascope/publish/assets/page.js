"use strict";
// The page's own script: draws the charts from the data in the page, and opens what a link points into.
(function () {
  var options = {
    actions: false,
    ast: true, // expressions are interpreted, so that the page needs no leave to evaluate text as code
    renderer: "svg",
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true, theme: "page" },
  };

  function draw(chart, datasets) {
    var place = document.getElementById("chart-" + chart.id);
    var spec = chart.spec;
    spec.datasets = {};
    Object.keys(chart.datasets).forEach(function (name) { // a copy each: a chart writes into its rows
      spec.datasets[name] = JSON.parse(JSON.stringify(datasets[chart.datasets[name]]));
    });
    vegaEmbed(place, spec, options).catch(function (error) {
      place.textContent = "This chart could not be drawn (" + error.message + "); its figures are in the tables.";
    });
  }

  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") { node.open = true; }
    }
    target.scrollIntoView({ block: "center" });
  }

  var held = JSON.parse(document.getElementById("charts").textContent);
  held.charts.forEach(function (chart) { draw(chart, held.datasets); });
  window.addEventListener("hashchange", reveal);
  reveal();
})();
