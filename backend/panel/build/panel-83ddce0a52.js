import{m70_ACTIONS as m,m70_isApt as p}from"./panel-f49d41503c.js";export{m as a,p as b};
