import{m68_ACTIONS as m,m68_actionsOf as o,m68_isApt as p}from"./panel-34304e3705.js";import{m69_KeyCap as f}from"./panel-34304e3705.js";export{m as a,o as b,p as c,f as d};
