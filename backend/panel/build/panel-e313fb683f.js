import{m68_ACTIONS as m,m68_actionsOf as o,m68_isApt as p}from"./panel-77efad5840.js";import{m69_KeyCap as f}from"./panel-77efad5840.js";export{m as a,o as b,p as c,f as d};
