import{m70_ACTIONS as m,m70_isApt as p}from"./panel-c33da90c6e.js";export{m as a,p as b};
