import{m70_ACTIONS as m,m70_isApt as p}from"./panel-e36b937271.js";export{m as a,p as b};
