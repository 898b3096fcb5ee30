import{m156_useLoaded as o}from"./panel-d969694466.js";export{o as a};
