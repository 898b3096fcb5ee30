import{m70_ACTIONS as m,m70_isApt as p}from"./panel-d969694466.js";export{m as a,p as b};
