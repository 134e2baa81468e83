"use strict";
// Full-text search without a server: the index is scripts beside the pages, of which only those
// are loaded that hold the first letters of what is searched. The rule that cuts words is the one
// of civicsite.pages.stems.
(function () {
  var box = document.querySelector("[data-search]"), form = box.querySelector("form");
  var field = form.elements.q, said = box.querySelector("[role=status]"), list = box.querySelector("ol");
  var index, parts = {}, base, turn = 0;
  window.civicsearch = function (part, content) {
    if (part) { parts[part] = content; return; }
    index = content;
    index.endings = index.endings.split(" ");
    base = document.currentScript.src.replace(/[^/]*$/, "");
  };
  function stem(word) {
    word = word.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ł/g, "l");
    var end = index.endings.find(function (e) {
      return e && word.length - e.length >= 3 && word.slice(-e.length) === e;
    });
    if (end) { word = word.slice(0, -end.length); }
    return index.fleeting && word.length > 4 ? word.replace(/e([cklnr])$/, "$1") : word;
  }
  function part(word) {
    var code = word.codePointAt(0);
    return code < 128 ? word[0] : "u" + code.toString(16);
  }
  function load(names, then) {
    var waiting = names.length + 1, failed = false;
    function done() { waiting -= 1; if (!waiting) { then(failed); } }
    names.forEach(function (name) {
      var script = document.createElement("script");
      script.src = base + index.parts[name];
      script.onload = done;
      script.onerror = function () { failed = true; done(); };
      document.head.appendChild(script);
    });
    done();
  }
  function places(word) {
    var here = Object.prototype.hasOwnProperty.call(parts, part(word)) ? parts[part(word)] : {}, found = {};
    var keys = Object.prototype.hasOwnProperty.call(here, word) ? [word] : Object.keys(here).filter(function (key) {
      return word.length > 2 && key.indexOf(word) === 0;
    });
    keys.forEach(function (key) {
      var number = 0;
      here[key].split(" ").forEach(function (step) {
        number += parseInt(step, 36);
        found[number] = Math.max(found[number] || 0, /!/.test(step) ? 5 : 1);
      });
    });
    return found;
  }
  function show(words, failed) {
    var hits = words.map(places);
    var numbers = Object.keys(hits[0] || {}).filter(function (n) {
      return hits.every(function (hit) { return hit[n]; });
    });
    function score(n) { return hits.reduce(function (sum, hit) { return sum + hit[n]; }, 0); }
    numbers.sort(function (a, b) { return score(b) - score(a) || a - b; });
    numbers.slice(0, 50).forEach(function (n) {
      var page = index.pages[n], item = document.createElement("li"), link = document.createElement("a");
      link.href = box.dataset.up + page[1].split("/").map(encodeURIComponent).join("/");
      link.textContent = page[0];
      item.appendChild(link);
      if (page[2]) {
        var over = document.createElement("p");
        over.className = "quiet";
        over.textContent = page[2];
        item.appendChild(over);
      }
      list.appendChild(item);
    });
    said.textContent = failed ? box.dataset.failed : numbers.length ? box.dataset.found.replace("{n}", numbers.length) : box.dataset.none;
  }
  function search() {
    var mine = turn += 1;
    var words = (field.value.match(/[\p{L}\p{N}]+/gu) || []).map(stem);
    var wanted = words.map(part).filter(function (name, n, all) {
      return all.indexOf(name) === n && !parts[name] && Object.prototype.hasOwnProperty.call(index.parts, name);
    });
    list.textContent = said.textContent = "";
    if (words.length) { load(wanted, function (failed) { if (mine === turn) { show(words, failed); } }); }
  }
  window.addEventListener("load", function () {
    if (!index) { return; }
    form.hidden = false;
    box.querySelector("[data-without]").hidden = true;
    field.value = new URLSearchParams(location.search).get("q") || "";
    form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
    if (field.value) { search(); }
  });
})();
