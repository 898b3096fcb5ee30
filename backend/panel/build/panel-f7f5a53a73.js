import{m68_ACTIONS as m,m68_actionsOf as o,m68_isApt as p}from"./panel-1f1022058e.js";import{m69_KeyCap as f}from"./panel-1f1022058e.js";export{m as a,o as b,p as c,f as d};
