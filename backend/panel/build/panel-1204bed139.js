import{m71_ACTIONS as m,m71_isApt as p}from"./panel-c6920eae58.js";export{m as a,p as b};
