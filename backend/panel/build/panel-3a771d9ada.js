import{m70_ACTIONS as m,m70_isApt as p}from"./panel-93ebbe23a5.js";export{m as a,p as b};
