import{m68_ru as o}from"./panel-d969694466.js";export{o as a};
