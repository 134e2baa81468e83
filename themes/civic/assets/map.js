"use strict";
// Places stand on the page in words. This adds a map, and only after a click: its tiles are loaded
// from OpenStreetMap, which learns from them what somebody looks at.
(function () {
  function drawn(box) {
    var L = window.L, data = box.dataset, points = JSON.parse(data.points);
    var said = document.createElement("p"), place = document.createElement("div");
    said.className = "quiet";
    said.tabIndex = -1;
    said.textContent = data.loaded;
    place.className = "map-canvas";
    box.replaceChildren(said, place);
    var map = L.map(place, { scrollWheelZoom: false });
    L.tileLayer("https://" + data.tiles + "/{z}/{x}/{y}.png", {
      maxZoom: 19,
      attribution: '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>'
    }).addTo(map);
    var corners = points.map(function (one) { return [one[0], one[1]]; });
    points.forEach(function (one, index) {
      var label = document.createElement("div"), name = document.createElement("strong");
      name.textContent = one[2];
      label.append(name, document.createElement("br"), one[3]);
      L.marker([one[0], one[1]], {
        title: one[2], alt: one[2],
        icon: L.divIcon({ className: "map-pin", html: String(index + 1), iconSize: [30, 30] })
      }).addTo(map).bindPopup(label);
    });
    if ("route" in data) { L.polyline(corners, { className: "map-route" }).addTo(map); }
    map.fitBounds(corners, { maxZoom: 16, padding: [30, 30] });
    said.focus();
  }
  document.querySelectorAll(".map-frame").forEach(function (box) {
    box.hidden = false;
    box.querySelector("button").addEventListener("click", function () {
      var style = document.createElement("link"), script = document.createElement("script");
      style.rel = "stylesheet";
      style.href = box.dataset.style;
      script.src = box.dataset.script;
      script.onload = function () { drawn(box); };
      document.head.append(style, script);
    }, { once: true });
  });
})();
