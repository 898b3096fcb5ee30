import{m70_ACTIONS as m,m70_isApt as p}from"./panel-13e2f6c83b.js";export{m as a,p as b};
