import{m69_ru as o}from"./panel-806aa8423a.js";export{o as a};
