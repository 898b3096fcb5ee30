import{m69_ACTIONS as m,m69_isApt as p}from"./panel-746b0a6e5a.js";export{m as a,p as b};
