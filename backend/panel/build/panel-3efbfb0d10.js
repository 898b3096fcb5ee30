import{m68_ACTIONS as m,m68_actionsOf as o,m68_isApt as p}from"./panel-68b6c695ac.js";import{m69_KeyCap as f}from"./panel-68b6c695ac.js";export{m as a,o as b,p as c,f as d};
